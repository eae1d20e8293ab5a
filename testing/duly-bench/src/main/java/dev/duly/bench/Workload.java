package dev.duly.bench;

import dev.duly.job.Payload;

/**
 * The same work for everybody who is measured.
 *
 * @param jobs in each round of bulk enqueue, drain and sustained
 * @param singly in each round of single enqueue, from each thread
 * @param bulk jobs in a commit of a bulk enqueue
 * @param slots jobs at once: of our worker, and in a commit of the bare loop
 */
public record Workload(int jobs, int singly, int bulk, int slots) {
  /** 200 bytes of JSON. */
  public static final Payload PAYLOAD = Payload.json("{\"text\":\"" + "x".repeat(189) + "\"}");

  /** About as long as one of a report. */
  public static final String HISTOGRAM = "40:12 41:31 42:95 43:210 44:160 45:71 46:20 47:9 50:3";
}
