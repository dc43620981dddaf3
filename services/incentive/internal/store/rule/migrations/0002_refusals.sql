-- +goose Up

-- Why a grant was not made; 0 where it was. One that was not made counts for nothing.
ALTER TABLE rule_grant ADD COLUMN refusal BIGINT NOT NULL DEFAULT 0;
CREATE INDEX rule_grant_refused ON rule_grant (rule, refusal, person) WHERE refusal <> 0;

-- They are counted from their rows. Those of before have none: nobody knows whom they were for.
ALTER TABLE rule DROP COLUMN unpaid;
