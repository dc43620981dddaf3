-- +goose Up

-- content is the whole of what people decide about an instrument, in JSON. family is the first of those that were revised from each other, and
-- edition which of them this is. Until here all items were ratings, whose ends stood beside the text: `"text":{…},"min":1,"max":5`.
ALTER TABLE instrument ADD COLUMN content TEXT NOT NULL DEFAULT '';
ALTER TABLE instrument ADD COLUMN family TEXT NOT NULL DEFAULT '';
ALTER TABLE instrument ADD COLUMN edition BIGINT NOT NULL DEFAULT 1;

UPDATE instrument SET family = id, content = '{"display_name":' || display_name || ',"items":' ||
    replace(replace(replace(substr(items, 1, length(items) - 2),
        '},"min":', '},"rating":{"min":'), 'true,"min":', 'true,"rating":{"min":'), '},{"id":', '}},{"id":') || '}}]}';

ALTER TABLE instrument DROP COLUMN display_name;
ALTER TABLE instrument DROP COLUMN items;
CREATE INDEX instrument_family ON instrument (family, edition);
