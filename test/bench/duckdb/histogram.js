// Has DuckDB count the answers of every unit to every item, in three ways, and prints how long the best of some rounds of each took, in
// seconds, with a sum that tells whether it counted right. Arguments: sheets, units, items, answers an item may have.
import { DuckDBInstance } from "@duckdb/node-api";

const [sheets, units, items, answers] = process.argv.slice(2).map(Number);
const rounds = 3;
const all = Array.from({ length: items }, (_, i) => i);
const names = all.map((i) => `q${i}`).join(", ");

const database = await DuckDBInstance.create(":memory:", { threads: "2" });
const connection = await database.connect();
await connection.run(`CREATE TABLE wide AS SELECT ((n + 1) * 16807 % 2147483647 % ${units})::USMALLINT AS unit,
  ${all.map((i) => `((n + 1) * (48271 + 97 * ${i}) % 2147483647 % ${answers})::UTINYINT AS q${i}`).join(", ")}
  FROM range(${sheets}) AS sheet(n)`);
await connection.run(`CREATE TABLE long AS SELECT unit, substr(name, 2)::UTINYINT AS item, value
  FROM (UNPIVOT wide ON ${names} INTO NAME name VALUE value)`);

// Nothing but the sum is handed out: to read 600,000 rows of counts would cost more than to count.
const measured = async (counts) => {
  const query = `SELECT sum(n * n)::DOUBLE AS squares FROM (${counts})`;
  let seconds = Infinity;
  let squares;
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    const reader = await connection.runAndReadAll(query);
    seconds = Math.min(seconds, (performance.now() - began) / 1000);
    squares = reader.getRows()[0][0];
  }
  return { seconds, squares };
};

const long = await measured(`SELECT unit, item, value, count(*) AS n FROM long GROUP BY ALL`);
const unpivot = await measured(`SELECT unit, name, value, count(*) AS n FROM (UNPIVOT wide ON ${names} INTO NAME name VALUE value) GROUP BY ALL`);
// So many bits of a key may be an index instead of a hash: enough for a unit and an answer.
await connection.run("SET perfect_ht_threshold = 24");
const unrolled = await measured(all.map((i) => `SELECT unit, ${i} AS item, q${i} AS value, count(*) AS n FROM wide GROUP BY ALL`).join(" UNION ALL "));
console.log(JSON.stringify({ long, unpivot, unrolled }));
