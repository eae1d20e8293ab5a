package dev.duly.examples;

import dev.duly.Duly;
import dev.duly.JobName;
import dev.duly.Worker;
import dev.duly.backend.room.Retention;
import dev.duly.jackson.JacksonCodec;
import dev.duly.redis.RedisBackend;
import dev.duly.redis.RedisOptions;
import dev.duly.redis.WriteConcern;
import java.time.Duration;
import java.util.Queue;

/** Jobs in Redis: only where they are kept is another line. */
public final class OnRedis {
  private OnRedis() {}

  /** To an address. */
  @JobName("greeting")
  public record Greeting(String to) {}

  /** Greets everybody, and writes down whom. */
  public static boolean greet(String url, Queue<String> greeted, String... names)
      throws InterruptedException {
    try (Duly jobs = Duly.on(RedisBackend.url(url), JacksonCodec.standard())) {
      for (String name : names) {
        jobs.enqueue(new Greeting(name));
      }
      Worker worker =
          jobs.worker()
              .queue("default", 2)
              .handle(Greeting.class, (greeting, attempt) -> greeted.add(greeting.to()))
              .start();
      return worker.awaitIdle(Duration.ofSeconds(10));
    }
  }

  /** Returns when a replica has the greeting, too. */
  public static void greetForSure(String url, String name) {
    RedisOptions confirmed =
        RedisOptions.DEFAULT.withWriteConcern(WriteConcern.byReplicas(1, Duration.ofSeconds(1)));
    try (Duly jobs = Duly.on(RedisBackend.url(url, confirmed), JacksonCodec.standard())) {
      jobs.enqueue(new Greeting(name));
    }
  }

  /** How many jobs of the last day there are: those that ended earlier are deleted. */
  public static long countOfTheDay(String url) {
    RedisOptions options = RedisOptions.DEFAULT.withRetention(Retention.of(Duration.ofDays(1)));
    try (Duly jobs = Duly.on(RedisBackend.url(url, options), JacksonCodec.standard())) {
      return jobs.jobs().count("").jobs();
    }
  }
}
