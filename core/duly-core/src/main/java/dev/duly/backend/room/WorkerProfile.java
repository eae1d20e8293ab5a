package dev.duly.backend.room;

import java.util.Map;
import java.util.Set;

/**
 * Who a worker is.
 *
 * @param host where its process runs
 * @param pid the number of its process there
 * @param version of Duly
 * @param state what it does: {@code running}, {@code stopping}, {@code unfit}; a newer version may
 *     know more
 * @param slots by pool, how many jobs each runs at once
 * @param types of jobs that it can run
 */
public record WorkerProfile(
    String host,
    long pid,
    String version,
    String state,
    Map<String, Integer> slots,
    Set<String> types) {
  public static final String RUNNING = "running";
  public static final String STOPPING = "stopping";
  public static final String UNFIT = "unfit";

  public WorkerProfile {
    slots = Map.copyOf(slots);
    types = Set.copyOf(types);
  }

  public WorkerProfile withState(String state) {
    return new WorkerProfile(host, pid, version, state, slots, types);
  }
}
