package organisation

import "github.com/hearth-culture/hearth/cmd/hearth/internal/demo/place"

// line is a department: a line of business that several sites serve.
type line struct {
	code, en, zhCN string
	// people are how many work for it, by site.
	people map[string]int
	queues []queue
}

// queue is what a line's people answer.
type queue struct {
	code, en, zhCN, channel string
	share                   int // of the line's agents at a site, in percent
}

// nightQueue is the one that is answered at night.
const nightQueue = "orders"

var lines = []line{
	{
		"care", "Customer Care", "客户服务部",
		map[string]int{"cd": 480, "wh": 400, "xa": 300, "kl": 240, "hf": 250, "fk": 160, "pg": 150},
		[]queue{
			{nightQueue, "Orders hotline", "订单热线", "voice", 55},
			{"chat", "Online chat", "在线客服", "chat", 30},
			{"mail", "Social media and e-mail", "社媒与邮件", "email", 15},
		},
	},
	{
		"tech", "Technical Support", "技术支持部",
		map[string]int{"cd": 300, "wh": 240, "xa": 180, "kl": 160, "fk": 140},
		[]queue{
			{"device", "Device hotline", "设备热线", "voice", 60},
			{"remote", "Remote assistance", "远程协助", "chat", 40},
		},
	},
	{
		"sales", "Sales and Renewals", "销售与续约部",
		map[string]int{"cd": 150, "xa": 140, "hf": 160, "pg": 120},
		[]queue{
			{"renewal", "Renewals", "续约专线", "voice", 60},
			{"outbound", "Outbound sales", "外呼销售", "outbound", 40},
		},
	},
	{
		"business", "Business Customers", "企业客户部",
		map[string]int{"cd": 120, "wh": 180, "kl": 120},
		[]queue{
			{"account", "Account hotline", "企业热线", "voice", 70},
			{"claims", "Complaints", "投诉处理", "voice", 30},
		},
	},
}

// The employers. Their staff numbers count from 1 each: number 00012 is three people.
const (
	InHouse = "lantern"
	Yunqiao = "yunqiao" // a vendor at the sites in China
	Selat   = "selat"   // a vendor at the sites in Malaysia
)

// vendor is whose people work beside one's own in a country, and in how many teams of a hundred; "" where nobody's do.
func vendor(country place.Country) (employer string, percent int) {
	switch country {
	case place.China:
		return Yunqiao, 38
	case place.Malaysia:
		return Selat, 50
	default:
		return "", 0
	}
}

// legalEntities are the companies that the contracts are with, by employer and country.
var legalEntities = map[string]map[place.Country]string{
	InHouse: {place.China: "灯塔客户服务有限公司", place.Malaysia: "Lantern Care (Malaysia) Sdn. Bhd.", place.Japan: "ランタンケア株式会社"},
	Yunqiao: {place.China: "云桥人力资源有限公司"},
	Selat:   {place.Malaysia: "Selat Contact Sdn. Bhd."},
}
