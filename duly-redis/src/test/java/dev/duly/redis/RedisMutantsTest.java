package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.tck.BackendKit;
import dev.duly.tck.Bench;
import dev.duly.tck.engine.PrivateRedis;
import dev.duly.tck.mutant.Mutants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/**
 * Every guard in every script is needed: gone, the kit turns red. A guard that is there for its
 * cost alone is named below with its reason, and must survive, or the reason is wrong.
 */
class RedisMutantsTest {
  private static final Path SCRIPTS = Path.of("src/main/resources/dev/duly/redis");
  private static final Map<String, String> FOR_THEIR_COST = Map.of();

  @Test
  void no_guard_can_be_dropped() throws Exception {
    List<LuaMutant> mutants = new ArrayList<>();
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (!name.equals("prune.lua")) { // no part of a job's path: see ChoresTest
          mutants.addAll(LuaMutant.of(name, Files.readString(file)));
        }
      }
    }
    assertThat(mutants).hasSizeGreaterThan(100);
    assertThat(
            new Mutants<LuaMutant>(MutantKit.class, Server::refresh)
                .survivorsOf(mutants, FOR_THEIR_COST.keySet()))
        .isEqualTo(new TreeMap<>(FOR_THEIR_COST).keySet());
  }

  /** One for each thread, since a mutant may run for ever in it: then there is another. */
  private static final class Server {
    private static final ThreadLocal<Server> MINE = ThreadLocal.withInitial(Server::new);

    private final PrivateRedis redis = PrivateRedis.start();
    private final UnifiedJedis client = Clients.of(RedisUrl.parse(redis.url(), Map.of()));

    private static void refresh() {
      Server mine = MINE.get();
      if (!mine.isFree()) {
        mine.client.close();
        mine.redis.close();
        MINE.remove();
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
  static class MutantKit extends BackendKit {
    @Override
    protected Bench open() {
      LuaMutant mutant = Mutants.current(LuaMutant.class);
      return new RedisBench(
          Server.MINE.get().client,
          new Scripts((file, text) -> file.equals(mutant.file()) ? mutant.text() : text));
    }
  }
}
