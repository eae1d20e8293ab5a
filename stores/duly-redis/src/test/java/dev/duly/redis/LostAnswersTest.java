package dev.duly.redis;

import dev.duly.job.Enqueued;
import dev.duly.lab.crash.LostAnswers;
import dev.duly.lab.server.LossyProxy;
import dev.duly.lab.server.PrivateRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers of scripts are lost on the way. */
@Tag("faults")
class LostAnswersTest {
  @Test
  void what_was_done_and_not_heard_of_is_not_done_twice() {
    try (PrivateRedis server = PrivateRedis.start();
        LossyProxy proxy = new LossyProxy(server.port());
        RedisBackend direct = RedisBackend.url(server.url());
        RedisBackend lossy = RedisBackend.url("redis://127.0.0.1:" + proxy.port())) {
      LostAnswers.play(direct, lossy, proxy, Enqueued.Duplicate::new);
    }
  }
}
