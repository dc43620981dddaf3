#!/usr/bin/env bash
# A first survey over REST: a questionnaire, six people of the sample organisation who answer it, and how many did.
# Needs a running Hearth with the sample organisation imported, bash and curl.
#   HEARTH_HTTP_ADDR  where REST is served, as for Hearth itself; 127.0.0.1:8080 when unset
#   HEARTH_TOKEN      an administrator's token; `bin/hearth token` when unset
set -euo pipefail
url=http://${HEARTH_HTTP_ADDR:-127.0.0.1:8080}
admin=${HEARTH_TOKEN:-$(bin/hearth token)}

# call TOKEN METHOD PATH [BODY]: prints the JSON answer, on one line.
call() {
	curl --silent --show-error --fail-with-body -X "$2" "$url$3" -H "authorization: Bearer $1" -H 'content-type: application/json' ${4:+--data "$4"} | tr -d '\n'
	echo
}
# field NAME: the first text of that name in the JSON on standard input.
field() { grep -o "\"$1\": *\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }

company=$(curl --silent --get "$url/directory/v1/units" -H "authorization: Bearer $admin" --data-urlencode 'filter=kind="UNIT_KIND_COMPANY"' | field name)
echo "The company is $company"

instrument=$(call "$admin" POST /survey/v1/instruments '{
  "displayName": {"texts": {"zh-CN": "归属感脉搏", "en": "Belonging pulse"}},
  "items": [
    {"id": "HEARD", "required": true, "rating": {"min": 1, "max": 5}, "text": {"texts": {"zh-CN": "我的意见有人倾听。", "en": "My opinion is heard."}}},
    {"id": "GROW", "rating": {"min": 1, "max": 5}, "text": {"texts": {"zh-CN": "我看得到自己的下一步。", "en": "I can see my next step."}}}
  ]}' | field name)
call "$admin" POST "/survey/v1/$instrument:publish" '{}' >/dev/null
survey=$(call "$admin" POST /survey/v1/surveys '{
  "displayName": {"texts": {"zh-CN": "第一次脉搏调研", "en": "The first pulse"}}, "instrument": "'"$instrument"'",
  "ownerUnit": "'"$company"'", "mode": "SURVEY_MODE_CONFIDENTIAL", "audience": {"units": ["'"$company"'"]}}' | field name)
echo "Opened for $(call "$admin" POST "/survey/v1/$survey:open" '{}' | field eligible) people: $survey"

people=$(call "$admin" GET '/directory/v1/people?pageSize=6' | grep -o '"name": *"people/[^"]*"' | cut -d '"' -f 4)
for person in $people; do
	secret=$(call "$admin" POST "/directory/v1/$person:invite" '{}' | field secret)
	token=$(call "" POST /directory/v1/tokens:exchange '{"invitation": "'"$secret"'"}' | field accessToken)
	call "$token" POST "/survey/v1/$survey:submit" '{"answers": [{"item": "HEARD", "rating": 4}, {"item": "GROW", "rating": 2}]}' >/dev/null
	echo "Answered by one of them"
done

call "$admin" POST "/survey/v1/$survey:close" '{}' >/dev/null
until call "$admin" GET "/survey/v1/$survey" | grep -q releasedTime; do sleep 0.2; done
echo "After the close: $(call "$admin" GET "/survey/v1/$survey:participation")"
