package dev.duly.redis;

import dev.duly.backend.support.TransientRetry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * The server or servers: runs scripts on a queue's keys, and says what is wrong when it cannot.
 * Thread-safe.
 */
class Redis implements AutoCloseable {
  private static final byte[] ASK_TIME = Bytes.latin("return redis.call('TIME')");

  private final UnifiedJedis jedis;
  private final Keys keys;
  private final Scripts scripts;
  private final String name;
  private final Supplier<@Nullable Long> now;
  private final Optional<WaitForReplicas> confirming;

  /**
   * What it is made of.
   *
   * @param name as it is shown, without a password
   */
  record Parts(UnifiedJedis jedis, Keys keys, Scripts scripts, String name) {}

  /**
   * A server or servers.
   *
   * @param now gives null, or in a test the moment that it has come to
   * @param confirming how {@code enqueue} waits until it is confirmed
   */
  Redis(Parts parts, Supplier<@Nullable Long> now, Optional<WaitForReplicas> confirming) {
    this.jedis = parts.jedis();
    this.keys = parts.keys();
    this.scripts = parts.scripts();
    this.name = parts.name();
    this.now = now;
    this.confirming = confirming;
  }

  /** Something to do with a client. */
  interface Work<T> {
    T on(UnifiedJedis jedis);
  }

  Keys keys() {
    return keys;
  }

  String name() {
    return name;
  }

  /** Runs it on the queue's keys; the first argument, the time, is put before these. */
  Object run(String verb, Script script, String queue, List<byte[]> arguments) {
    if (script == Script.ENQUEUE && confirming.isPresent()) {
      return call(verb, client -> confirmed(client, confirming.get(), script, queue, arguments));
    }
    return call(verb, client -> eval(client, script, keys.of(queue), withTime(arguments)));
  }

  private Object confirmed(
      UnifiedJedis client,
      WaitForReplicas by,
      Script script,
      String queue,
      List<byte[]> arguments) {
    return by.run(
        client,
        scripts.sha(script),
        scripts.code(script),
        keys.of(queue),
        keys.of(queue, "queue"),
        withTime(arguments));
  }

  /** The same on other keys. */
  Object runOn(String verb, Script script, List<byte[]> on, List<byte[]> arguments) {
    return call(verb, client -> eval(client, script, on, withTime(arguments)));
  }

  /** On the keys of each in one round trip, for a script that only reads; in their order. */
  List<Object> runOnEach(String verb, Script script, List<List<byte[]>> on) {
    return call(verb, client -> evalOnEach(client, script, on, withTime(List.of())));
  }

  private List<Object> evalOnEach(
      UnifiedJedis client, Script script, List<List<byte[]>> on, List<byte[]> arguments) {
    List<Response<Object>> responses = new ArrayList<>(on.size());
    try (AbstractPipeline pipeline = client.pipelined()) {
      on.forEach(keys -> responses.add(pipeline.evalsha(scripts.sha(script), keys, arguments)));
      pipeline.sync();
    }
    List<Object> answers = new ArrayList<>(on.size());
    for (int i = 0; i < on.size(); i++) {
      try {
        answers.add(responses.get(i).get());
      } catch (JedisDataException e) { // the script is not there yet, or the keys have moved
        answers.add(eval(client, script, on.get(i), arguments));
      }
    }
    return answers;
  }

  /** The moment by the server's clock, to the millisecond. */
  Instant now() {
    Long given = now.get();
    if (given != null) {
      return Instant.ofEpochMilli(given);
    }
    return call(
        "time",
        client -> {
          List<?> time = (List<?>) client.eval(ASK_TIME);
          long seconds = Long.parseLong(Bytes.latin((byte[]) time.get(0)));
          long micros = Long.parseLong(Bytes.latin((byte[]) time.get(1)));
          return Instant.ofEpochMilli(seconds * 1_000 + micros / 1_000);
        });
  }

  /** What the servers that take writes say of themselves. */
  List<Server> servers(String verb) {
    return call(verb, Clients::servers);
  }

  private List<byte[]> withTime(List<byte[]> arguments) {
    List<byte[]> all = new ArrayList<>(arguments.size() + 1);
    Long given = now.get();
    all.add(given == null ? Bytes.latin("") : Bytes.of(given));
    all.addAll(arguments);
    return all;
  }

  /** A server that does not have the script any more gets it again. */
  private Object eval(
      UnifiedJedis jedis, Script script, List<byte[]> keys, List<byte[]> arguments) {
    try {
      return jedis.evalsha(scripts.sha(script), keys, arguments);
    } catch (JedisNoScriptException e) {
      return jedis.eval(scripts.code(script), keys, arguments);
    }
  }

  <T> T call(String verb, Work<T> work) {
    try {
      return work.on(jedis);
    } catch (JedisException e) {
      throw RedisErrors.of(verb, name, e);
    }
  }

  /** For work that changes nothing more when it is done twice. */
  <T> T again(Supplier<T> work) {
    return TransientRetry.run(work, RedisErrors::isPassing);
  }

  @Override
  public void close() {
    jedis.close();
  }
}
