#!/usr/bin/env bash
# Recognition over REST: points to give, a thank-you with some of them, the badge of a team, a reward, points for taking part in a survey, two
# rules that are tried, and the books.
# Needs a running Hearth with the sample organisation imported, bash and curl. Run again, it goes on with what is there: an allowance lasts
# for ten runs a month.
#   HEARTH_HTTP_ADDR  where REST is served, as for Hearth itself; 127.0.0.1:8080 when unset
#   HEARTH_TOKEN      an administrator's token; `bin/hearth token` when unset
set -euo pipefail
url=http://${HEARTH_HTTP_ADDR:-127.0.0.1:8080}/incentive/v1
directory=${url%/incentive/v1}/directory/v1 surveys=${url%/incentive/v1}/survey/v1
admin=${HEARTH_TOKEN:-$(bin/hearth token)}

# call TOKEN METHOD URL [BODY]: prints the JSON answer, on one line.
call() {
	curl --silent --show-error --fail-with-body -X "$2" "$3" -H "authorization: Bearer $1" -H 'accept-language: zh-CN' -H 'content-type: application/json' ${4:+--data "$4"} | tr -d '\n'
	echo
}
# field NAME: the first text of that name in the JSON on standard input.
field() { grep -o "\"$1\": *\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }
# login PERSON: a token of theirs, by a link of their own.
login() { call "" POST "$directory/tokens:exchange" '{"invitation": "'"$(call "$admin" POST "$directory/$1:invite" '{}' | field secret)"'"}' | field accessToken; }

company=$(curl --silent --get "$directory/units" -H "authorization: Bearer $admin" --data-urlencode 'filter=kind="UNIT_KIND_COMPANY"' | field name)
call "$admin" POST "$url/allowancePolicies:set" '{"policy": {"amount": 200, "period": "ALLOWANCE_PERIOD_MONTH", "mostPerGift": 20}}' >/dev/null
echo "Everybody may give 200 points a month, at most 20 at once"

people=$(call "$admin" GET "$directory/people?pageSize=2" | grep -o '"name": *"people/[^"]*"' | cut -d '"' -f 4)
giver=$(login "$(head -n 1 <<<"$people")") receiver=$(login "$(tail -n 1 <<<"$people")")
until call "$giver" GET "$url/wallet" | grep -q allowanceExpireTime; do sleep 0.2; done
badge=$(call "$admin" POST "$url/badges" '{"displayName": {"texts": {"zh-CN": "互助之队", "en": "They help each other"}}, "unit": "'"$company"'",
  "description": {"texts": {"zh-CN": "队里有人收到一次公开感谢。", "en": "One of the team was thanked in public."}},
  "holder": "BADGE_HOLDER_TEAM", "count": {"event": "FACT_TYPE_RECOGNITION_RECEIVED", "levels": [1, 50, 200]}}' | field name)
call "$giver" POST "$url/recognitions:give" '{"receivers": ["'"$(tail -n 1 <<<"$people")"'"], "points": 20, "visibility": "RECOGNITION_VISIBILITY_PUBLIC",
  "story": "夜班最后一通电话，您替我接下了。"}' >/dev/null
echo "The feed begins with: $(call "$receiver" GET "$url/recognitions?pageSize=1" | field story)"
echo "The giver may still give $(call "$giver" GET "$url/wallet" | field allowance), the receiver has earned $(call "$receiver" GET "$url/wallet" | field earned)"
until held=$(call "$receiver" GET "$url/myBadges") && grep -q "$badge" <<<"$held"; do sleep 0.2; done
echo "With that the receiver's team has earned a badge: $(field zh-CN <<<"$held")"
call "$admin" POST "$url/$badge:archive" '{}' >/dev/null

reward=$(call "$admin" POST "$url/rewards" '{"displayName": {"texts": {"zh-CN": "咖啡券", "en": "A coffee"}}, "unit": "'"$company"'", "price": 20}' | field name)
call "$admin" POST "$url/$reward:changeStock" '{"pieces": 1, "reason": "Bought one"}' >/dev/null
redemption=$(call "$receiver" POST "$url/$reward:redeem" '{"price": 20}' | field name)
echo "Redeemed, and $(call "$admin" GET "$url/$reward" | field available) pieces are left"
echo "Fulfilled: $(call "$admin" POST "$url/$redemption:fulfil" '{}' | field state)"
call "$admin" POST "$url/$reward:archive" '{}' >/dev/null

call "$admin" POST "$url/participationPolicies:set" '{"policy": {"points": 5}}' >/dev/null
instrument=$(call "$admin" POST "$surveys/instruments" '{"displayName": {"texts": {"zh-CN": "一个问题", "en": "One question"}},
  "items": [{"id": "HEARD", "rating": {"min": 1, "max": 5}, "text": {"texts": {"zh-CN": "我的意见有人倾听。", "en": "My opinion is heard."}}}]}' | field name)
call "$admin" POST "$surveys/$instrument:publish" '{}' >/dev/null
survey=$(call "$admin" POST "$surveys/surveys" '{"displayName": {"texts": {"zh-CN": "一个问题", "en": "One question"}}, "instrument": "'"$instrument"'",
  "ownerUnit": "'"$company"'", "mode": "SURVEY_MODE_CONFIDENTIAL", "audience": {"units": ["'"$company"'"]}}' | field name)
call "$admin" POST "$surveys/$survey:open" '{}' >/dev/null
call "$giver" POST "$surveys/$survey:submit" '{"answers": [{"item": "HEARD", "rating": 4}]}' >/dev/null
before=$(call "$giver" GET "$url/wallet" | field earned)
call "$admin" POST "$surveys/$survey:close" '{}' >/dev/null
until [[ $(call "$giver" GET "$url/wallet" | field earned) != "$before" ]]; do sleep 0.2; done
call "$admin" DELETE "$url/participationPolicies/all" >/dev/null
echo "Who answered a survey is told, and nobody else: $(call "$giver" GET "$url/wallet/entries?part=WALLET_PART_EARNED&pageSize=1" | field zh-CN)"

# draft EVENT AMOUNT: a rule that grants to single people.
draft() {
	call "$admin" POST "$url/rules" '{"displayName": {"texts": {"en": "A try"}}, "reason": {"texts": {"en": "For a try", "zh-CN": "试用"}}, "ownerUnit": "'"$company"'",
  "event": "'"$1"'", "condition": "true", "amount": "'"$2"'", "share": "RULE_SHARE_PERSON",
  "startDate": "2010-01-01", "timeZone": "Asia/Shanghai", "period": "RULE_PERIOD_MONTH"}' | field name
}
joined=$(draft FACT_TYPE_PERSON_JOINED 10) volume=$(draft FACT_TYPE_CONTACTS_COUNTED 'event.contacts / 100')
echo "Ten points to each who joined would have been: $(call "$admin" GET "$url/$joined:preview?startTime=2010-01-01T00:00:00Z")"
refused=$(call "$admin" POST "$url/$volume:publish" '{}' 2>/dev/null || true)
echo "Points for contacts alone: $(field reason <<<"$refused"), $(grep -o '[^"]*"}]}$' <<<"$refused" | cut -d '"' -f 1)"
for rule in "$joined" "$volume"; do call "$admin" POST "$url/$rule:archive" '{}' >/dev/null; done

for ledger in $(call "$admin" GET "$url/ledgers" | grep -o '"name": *"ledgers/[^"]*"' | cut -d '"' -f 4); do
	operation=$(call "$admin" POST "$url/$ledger:reconcile" '{}' | field name)
	until books=$(call "$admin" GET "$url/$operation") && grep -q '"done": *true' <<<"$books"; do sleep 0.2; done
	echo "$(call "$admin" GET "$url/$ledger" | field currency), counted anew: $(field accounts <<<"$books") open accounts, $(field differencesFound <<<"$books") differences"
done
