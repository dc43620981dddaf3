package naming

var (
	chineseSurnames = words(`王 李 张 刘 陈 杨 黄 赵 周 吴 徐 孙 朱 马 胡 郭 林 何 高 梁 郑 罗 宋 谢 唐 韩 曹 许 邓 萧
		冯 曾 程 蔡 彭 潘 袁 于 董 余 苏 叶 吕 魏 蒋 田 杜 丁 沈 姜 范 江 傅 钟 卢 汪 戴 崔 任 陆 廖 姚 方 金 邱 夏 谭 韦 贾 邹 石 熊 孟 秦 阎 薛
		侯 雷 白 龙 段 郝 孔 邵 史 毛 常 万 顾 赖 武 康 贺 严 尹 钱 施 牛 洪 龚 欧阳 司徒 上官 诸葛`)
	chineseFirst = words(`子 雨 思 梓 佳 晓 文 志 建 明 丽 海 春 秀 国 玉 俊 嘉 欣 诗 若 一 天 家 安 可 书 静 心 景 永 彦 少 雪 美 慧 新 立 宇 浩
		泽 奕 瑞 承 清 怡 婉 语 芷 沐 成 德 光 正 华 世 晨 昊 亦 云`)
	chineseSecond = words(`涵 轩 怡 宇 萱 杰 琪 辰 宁 洁 敏 霞 涛 磊 娜 鹏 超 颖 莉 婷 雯 妍 睿 豪 博 琳 瑶 悦 然 阳 峰 伟 军 平 玲 燕 红 芳
		林 江 航 远 凡 源 哲 彬 欣 彤 雅 倩 蕾 茜 薇 月 铭 洋 恒 桐 晴 岚 川 霖 奇 齐 平`)
	chineseAlone = words(`伟 芳 娜 敏 静 磊 强 洋 勇 艳 杰 娟 涛 超 霞 平 刚 燕 鑫 婷 浩 宁 蕾 帆 晨 璐 倩 楠 阳 旭 颖 琳`)

	malayWomen = []string{
		"Nur Aisyah", "Siti Hajar", "Nurul Izzah", "Farah Nadia", "Noor Hidayah", "Aina Sofea", "Wan Suraya", "Intan Marlina", "Syafiqah",
		"Hanis Zulaikha", "Rohani", "Balqis", "Mardhiah", "Nadhirah", "Ainul Mardziah", "Zulaiha", "Fatin Amira", "Norliza", "Haslinda", "Puteri Alya",
	}
	malayMen = []string{
		"Ahmad Firdaus", "Mohd Hafiz", "Amirul Hakim", "Ismail", "Razali", "Zulkifli", "Faizal", "Syahmi", "Khairul Anuar", "Abdul Rahim", "Hafizuddin",
		"Azlan", "Shahrul", "Kamarul", "Nik Irfan", "Rosli", "Hishamuddin", "Danial", "Luqman", "Megat Iskandar", "Roslan", "Adib",
	}
	hokkienSurnames = words(`Tan Lim Lee Ng Wong Chan Ong Teoh Goh Chong Khoo Yap Cheah Chew Koh Low Ooi Tay Yeoh Foo`)
	hokkienFirst    = words(`Wei Mei Jia Xin Yi Hui Li Kai Jun Zhi Siew Chee Boon Swee Kah Sze Pei Kok Shu Chin`)
	hokkienSecond   = words(`Ling Xuan Han Yee Wen Ming Hong Yan Jie Qi Hao Sheng Fong Ying Keat Leong Huat Lian Yin Teng`)
	tamilWomen      = words(`Priya Kavitha Deepa Thivya Lakshmi Shalini Anitha Meena Yogeswari Revathi Sangeetha Malathi Pavithra Komala Jeya Uma`)
	tamilMen        = words(`Suresh Ganesh Arun Vijay Prakash Ravi Dinesh Kumaran Harish Mohan Saravanan Logan Naveen Siva Kannan Thinesh`)
	tamilFathers    = words(`Subramaniam Muthusamy Krishnan Ramasamy Rajendran Govindasamy Sivalingam Nadarajah Arumugam Perumal Velayutham Chandran Maniam`)

	japaneseSurnames = words(`佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 松本 井上 木村 林 清水 山口 阿部 池田 橋本 石川 前田 藤田 後藤 岡田
		長谷川 村上 近藤 坂本 遠藤 青木 藤井 西村 福田 太田 三浦 岡本 松尾 古賀 江口 原田 中島 野口 久保 安部`)
	japaneseGiven = words(`美咲 陽菜 結衣 葵 さくら 七海 愛 彩花 真由美 裕子 恵 千尋 あかり 綾 由紀 沙織 翔太 大輔 健太 拓也 蓮 大翔 悠斗 直樹 誠 亮 和也 隆
		浩二 雄大 涼 海斗 ひなた 里奈 純 智也 薫 遥`)
)
