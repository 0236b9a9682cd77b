// One exchange of a desk's PouchDB with a server of CouchDB's protocol, and how long it took.
//
//   node replicate.js push FOLDER URL < rows, one JSON document a line
//   node replicate.js pull FOLDER URL
//
// FOLDER holds the desk's LevelDB. Prints {"rows": …, "seconds": …}: the documents at the desk,
// and the time of the replication alone.
"use strict";

const { createInterface } = require("node:readline");
const { performance } = require("node:perf_hooks");
const PouchDB = require("pouchdb");

const BATCH = 1000;

async function fill(desk) {
  let waiting = [];
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, ...columns } = JSON.parse(line);
    waiting.push({ _id: id, ...columns });
    if (waiting.length === BATCH) {
      await desk.bulkDocs(waiting);
      waiting = [];
    }
  }
  await desk.bulkDocs(waiting);
}

async function main(action, folder, url) {
  const desk = new PouchDB(folder, { adapter: "leveldb" });
  const server = new PouchDB(url);
  await server.info(); // the server makes the database now
  if (action === "push") await fill(desk);
  const started = performance.now();
  if (action === "push") await desk.replicate.to(server, { batch_size: BATCH });
  else await desk.replicate.from(server, { batch_size: BATCH });
  const seconds = (performance.now() - started) / 1000;
  const { doc_count: rows } = await desk.info();
  await desk.close();
  console.log(JSON.stringify({ rows, seconds }));
}

main(...process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
