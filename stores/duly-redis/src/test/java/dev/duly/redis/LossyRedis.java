package dev.duly.redis;

import dev.duly.backend.BackendException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Does what it is told, but may lose the answer, or ask for claims that Redis fails at. */
final class LossyRedis extends Redis {
  private static final String DEMANDS = "demands"; // a key of the table, as long as its like

  private final AtomicBoolean answerLost = new AtomicBoolean();
  private final AtomicBoolean claimFails = new AtomicBoolean();
  private final AtomicBoolean vanished = new AtomicBoolean();
  private final Map<Script, Integer> runs = new ConcurrentHashMap<>();

  LossyRedis(UnifiedJedis jedis, Keys keys, Scripts scripts, Supplier<@Nullable Long> now) {
    super(new Parts(jedis, keys, scripts, "the kit"), now, Optional.empty());
  }

  void loseNextAnswer() {
    answerLost.set(true);
  }

  void failNextClaim() {
    claimFails.set(true);
  }

  /** The client is shared by all benches. */
  @Override
  public void close() {}

  void vanishAfterSettling() {
    vanished.set(true);
  }

  @Override
  <T> T call(String verb, Work<T> work) {
    if (verb.equals("follow-up jobs") && vanished.getAndSet(false)) {
      throw new BackendException("redis: nobody is there any more, as asked");
    }
    return super.call(verb, work);
  }

  /** How often this script has been run on a queue. */
  int runs(Script script) {
    return runs.getOrDefault(script, 0);
  }

  @Override
  Object run(String verb, Script script, String queue, List<byte[]> arguments) {
    runs.merge(script, 1, Integer::sum);
    if (script != Script.TURN) {
      return super.run(verb, script, queue, arguments);
    }
    String table = Bytes.latin(arguments.get(0));
    boolean fails = table.contains(DEMANDS) && claimFails.getAndSet(false);
    if (fails) {
      arguments.set(0, Bytes.latin(table.replace(DEMANDS, "nothing")));
    }
    Object answer = super.run(verb, script, queue, arguments);
    if (answerLost.getAndSet(false)) {
      throw new BackendException(
          "redis: the answer was lost, as asked", new JedisConnectionException("lost"));
    }
    return answer;
  }
}
