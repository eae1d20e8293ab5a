// BullMQ, told what to do line by line on its standard input; answers each with a line. As its documentation on throughput says:
// addBulk, a concurrency as wide as the slots, and nothing kept of what is completed.
//
//   node bullmq.mjs redis://HOST:PORT/DATABASE SLOTS BULK
import { createInterface } from "node:readline";
import { Queue, Worker } from "bullmq";
import Redis from "ioredis";

const [url, slots, bulk] = process.argv.slice(2);
const { hostname, port, pathname } = new URL(url);
const connection = { host: hostname, port: Number(port), db: Number(pathname.slice(1)), maxRetriesPerRequest: null };
const payload = { text: "x".repeat(189) };
let opts = { removeOnComplete: true };
const own = new Redis(connection);
const queue = new Queue("default", { connection });

async function enqueue(jobs) {
  const specs = Array.from({ length: Number(bulk) }, () => ({ name: "noop", data: payload, opts }));
  for (let i = 0; i < jobs; i += specs.length) {
    await queue.addBulk(specs);
  }
}

async function singly(jobs, threads) {
  const one = async () => {
    for (let i = 0; i < jobs / threads; i++) {
      await queue.add("noop", payload, opts);
    }
  };
  await Promise.all(Array.from({ length: threads }, one));
}

async function work(jobs, meanwhile) {
  let left = jobs;
  await new Promise((resolve, reject) => {
    const worker = new Worker("default", async () => {}, { connection, concurrency: Number(slots) });
    worker.on("completed", () => {
      if (--left === 0) worker.close().then(resolve, reject);
    });
    worker.on("failed", reject);
    meanwhile().catch(reject);
  });
  const { completed, ...counts } = await queue.getJobCounts();
  if (Object.values(counts).some((n) => n !== 0)) throw new Error(`jobs are left: ${JSON.stringify(counts)}`);
  if (opts.removeOnComplete && completed !== 0) throw new Error(`${completed} completed jobs are left`);
}

// Warm before the clock runs, as the others are.
await enqueue(20 * bulk);
await singly(2_000, 8);
await own.flushdb();

console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const [what, jobs, threads] = line.split(" ");
  const many = Number(jobs);
  if (what === "keep") opts = {};
  else if (what === "enqueue") await enqueue(many);
  else if (what === "singly") await singly(many, Number(threads));
  else if (what === "drain") await work(many, async () => {});
  else if (what === "sustain") await work(many, () => enqueue(many));
  console.log("ok");
}
await queue.close();
own.disconnect();
