// Graphile Worker, told what to do line by line on its standard input; answers each with a line. As its documentation on performance
// says: a local queue of 500, completions in batches, addJobs for bulks.
//
//   node graphile.mjs CONNECTION-STRING SLOTS BULK
import { createInterface } from "node:readline";
import { makeWorkerUtils, run, Logger } from "graphile-worker";

const [connectionString, slots, bulk] = process.argv.slice(2);
const payload = { text: "x".repeat(189) };
const logger = new Logger(() => () => {});
let left = 0;
let done = () => {};

const preset = {
  worker: {
    connectionString,
    concurrentJobs: Number(slots),
    maxPoolSize: 10,
    pollInterval: 50,
    localQueue: { size: 500 },
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
    logger,
  },
};
const taskList = {
  noop: async () => {
    if (--left === 0) done();
  },
};
const utils = await makeWorkerUtils({ connectionString, maxPoolSize: 10, logger });
await utils.migrate();

async function enqueue(jobs) {
  const specs = Array.from({ length: Number(bulk) }, () => ({ identifier: "noop", payload }));
  for (let i = 0; i < jobs; i += specs.length) {
    await utils.addJobs(specs);
  }
}

async function singly(jobs, threads) {
  const one = async () => {
    for (let i = 0; i < jobs / threads; i++) {
      await utils.addJob("noop", payload);
    }
  };
  await Promise.all(Array.from({ length: threads }, one));
}

async function work(jobs, meanwhile) {
  left = jobs;
  const ended = new Promise((resolve) => (done = resolve));
  const runner = await run({ preset, taskList });
  await meanwhile();
  await ended;
  await runner.stop();
  const { rows } = await utils.withPgClient((db) => db.query("select count(*)::int as n from graphile_worker._private_jobs"));
  if (rows[0].n !== 0) throw new Error(`${rows[0].n} jobs are left`);
}

// Warm before the clock runs, as the others are.
await enqueue(20 * bulk);
await singly(2_000, 8);
await utils.withPgClient((db) => db.query("truncate graphile_worker._private_jobs cascade"));

console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const [what, jobs, threads] = line.split(" ");
  const many = Number(jobs);
  if (what === "enqueue") await enqueue(many);
  else if (what === "singly") await singly(many, Number(threads));
  else if (what === "drain") await work(many, async () => {});
  else if (what === "sustain") await work(many, () => enqueue(many));
  console.log("ok");
}
await utils.release();
