package dev.duly.redis;

import dev.duly.lab.crash.FutureWords;
import dev.duly.lab.server.PrivateRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class FutureWordsTest {
  private static final String MORE = "duly:{default}:more";

  @Test
  void words_of_a_newer_version_are_shown_and_not_acted_on() throws Exception {
    try (PrivateRedis server = PrivateRedis.start()) {
      FutureWords.play(
          RedisBackend.url(server.url()),
          "P",
          () -> {
            String pending = "P-" + "\\x00".repeat(7); // neither a time nor a reason
            server.ask("HSET duly:{default}:state strange \"" + pending + "\"");
            server.ask("ZREM duly:{default}:later1 strange");
            String due = "\\x7f" + "\\x00".repeat(18); // and no attempts, streaks or cancel
            server.ask("HSET " + MORE + " parked \"" + due + "future_reason: detail\"");
          });
    }
  }
}
