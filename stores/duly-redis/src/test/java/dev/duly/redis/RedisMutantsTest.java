package dev.duly.redis;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.lab.mutant.Mutants;
import dev.duly.lab.server.PrivateRedis;
import dev.duly.tck.bench.BackendUnderTest;
import dev.duly.tck.limit.StoreKit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/**
 * Every guard in every script is needed: gone, the kit turns red. A guard that is there for its
 * cost alone is named below with its reason, and must survive, or the reason is wrong. A sample in
 * each run, or all with {@code -Dmutants.every=1}, as {@code ./check --long} does.
 */
@Tag("mutants")
class RedisMutantsTest {
  private static final Path SCRIPTS = Path.of("src/main/resources/dev/duly/redis");
  private static final String CHORES = "prune.lua";
  private static final String MANY_QUEUES = "due.lua";
  private static final String NEEDLESS = "does needlessly what then changes nothing";
  private static final String A_HINT = "wakes a worker in vain";
  private static final Map<String, String> FOR_THEIR_COST =
      Map.ofEntries(
          entry("unique.lua: found == 0 is true", "claims look twice without need"),
          entry("act.lua: is(state, 'W') is true", NEEDLESS),
          entry("act.lua: asked is true", A_HINT),
          entry("import.lua: ARGV[at + 7] ~= '' is true", "an empty field for each without a key"),
          entry("import.lua: imported > 0 is true", "claims look twice without need"),
          entry("keys.lua: given ~= '' is true", "the kit always gives the time: RedisErrorsTest"),
          entry("lanes.lua: due < now + 1000 is true", A_HINT),
          entry("lanes.lua: #jobs > 0 is true", NEEDLESS),
          entry("lanes.lua: #ready[level] > 0 is true", A_HINT),
          entry("lanes.lua: news is true", A_HINT),
          entry(
              "known.lua: tonumber(ARGV[2]) >= tonumber(call('HGET', QUEUE, 'types_changed') or 0)"
                  + " is true",
              "two who change the types at once: QueuesTest"),
          entry("known.lua: held > 0 is true", NEEDLESS),
          entry("queues.lua: stale > 0 is true", NEEDLESS),
          entry("turn.lua: turn.ended is true", "lets those that wait for an end look in vain"),
          entry("settle.lua: taken[k] < 0 is true", NEEDLESS),
          entry("unique.lua: key is true", NEEDLESS),
          entry("unique.lua: byte(due) == 33 is true", "plain jobs go the way of those with keys"),
          entry("claim.lua: careful is true", NEEDLESS),
          entry("claim.lua: claim.left > 0 is true", NEEDLESS),
          entry("claim.lua: f > 1 is true", NEEDLESS),
          entry("claim.lua: (not first or score < first) is true", "a hint when to look again"),
          entry("claim.lua: state is true", "whatever runs has a state"),
          entry("claim.lua: byte(state) == 82 is true", "whatever runs has that state"),
          entry("claim.lua: not overdue is true", "looks again for what it knows"),
          entry(
              "unhold.lua: not is_paused(types, jobs[k]) is true",
              "the next claim puts it aside again"),
          entry("unhold.lua: #moved > 0 is true", A_HINT));

  private static final Map<String, String> CHORES_FOR_THEIR_COST =
      Map.of(
          "prune.lua: call('EXISTS', UNIQUE) == 1 is true", NEEDLESS,
          "prune.lua: looked > 0 is true", NEEDLESS,
          "prune.lua: looked > 0 #2 is true", NEEDLESS,
          "prune.lua: stored is true", "the list is shortened later");

  @Test
  void no_guard_can_be_dropped() throws Exception {
    List<LuaMutant> mutants = new ArrayList<>();
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (!name.equals(CHORES) && !name.equals(MANY_QUEUES)) {
          mutants.addAll(LuaMutant.of(name, Files.readString(file)));
        }
      }
    }
    assertThat(mutants).hasSizeGreaterThan(100);
    assertThat(Mutants.among(mutants, FOR_THEIR_COST.keySet()))
        .containsExactlyInAnyOrderElementsOf(FOR_THEIR_COST.keySet());
    List<LuaMutant> some = Mutants.sample(mutants, 12);
    Set<String> expected = Mutants.among(some, FOR_THEIR_COST.keySet());
    assertThat(
            new Mutants<LuaMutant>(MutantKit.class, Server::refresh, Server::end)
                .survivorsOf(some, expected))
        .isEqualTo(expected);
  }

  /** The kit knows nothing of what is done now and then: its own tests turn red. */
  @Test
  void no_guard_of_the_chores_can_be_dropped() throws Exception {
    List<LuaMutant> mutants = LuaMutant.of(CHORES, Files.readString(SCRIPTS.resolve(CHORES)));
    assertThat(mutants).hasSizeGreaterThan(10);
    Set<String> expected = CHORES_FOR_THEIR_COST.keySet();
    assertThat(
            new Mutants<LuaMutant>(MutantChores.class, Server::refresh, Server::end)
                .survivorsOf(mutants, expected))
        .isEqualTo(expected);
  }

  /** The kit asks few queues, one by one. */
  @Test
  void no_guard_of_many_queues_can_be_dropped() throws Exception {
    List<LuaMutant> mutants =
        LuaMutant.of(MANY_QUEUES, Files.readString(SCRIPTS.resolve(MANY_QUEUES)));
    assertThat(mutants).hasSize(3);
    assertThat(
            new Mutants<LuaMutant>(MutantManyQueues.class, Server::refresh, Server::end)
                .survivorsOf(mutants, Set.of()))
        .isEmpty();
  }

  /** One for each thread, since a mutant may run for ever in it: then there is another. */
  private static final class Server {
    private static final Map<Thread, Server> ALL = new ConcurrentHashMap<>();

    private final PrivateRedis redis = PrivateRedis.start();
    private final UnifiedJedis client = Clients.of(RedisUrl.parse(redis.url(), Map.of()));

    private static void refresh() {
      if (!mine().isFree()) {
        end(Thread.currentThread());
      }
    }

    private static Server mine() {
      return ALL.computeIfAbsent(Thread.currentThread(), thread -> new Server());
    }

    private static void end(Thread thread) {
      Server its = ALL.remove(thread);
      if (its != null) {
        its.redis.close();
        its.client.close();
      }
    }

    private boolean isFree() {
      try {
        return redis.ask("FLUSHALL").startsWith("+OK");
      } catch (IOException e) {
        return false;
      }
    }
  }

  /** The kit on the mutant of the moment. */
  static class MutantKit extends StoreKit {
    @Override
    protected BackendUnderTest open() {
      return RedisMutantsTest.bench();
    }
  }

  /** The tests of the chores on it. */
  static class MutantChores extends MaintenanceTest {
    @Override
    RedisUnderTest bench() {
      return RedisMutantsTest.bench();
    }
  }

  /** The tests of many queues on it. */
  static class MutantManyQueues extends ManyQueuesTest {
    @Override
    RedisUnderTest bench() {
      return RedisMutantsTest.bench();
    }
  }

  private static RedisUnderTest bench() {
    LuaMutant mutant = Mutants.current(LuaMutant.class);
    return new RedisUnderTest(
        Server.mine().client,
        new Scripts((file, text) -> file.equals(mutant.file()) ? mutant.text() : text));
  }
}
