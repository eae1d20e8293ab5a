package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.room.Inspector;
import dev.duly.backend.room.Retention;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.server.PrivateRedis;
import dev.duly.tck.OpenersAndRetention;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may say how long jobs are kept, and what a store from before says. */
@Tag("server")
class RetentionTest {
  private static OpenersAndRetention on(PrivateRedis server) {
    return new OpenersAndRetention(
        retention ->
            RedisBackend.url(
                server.url(),
                retention.map(RedisOptions.DEFAULT::withRetention).orElse(RedisOptions.DEFAULT)));
  }

  @Test
  void a_server_keeps_what_was_said_last() throws Exception {
    try (PrivateRedis server = PrivateRedis.start()) {
      on(server).playNew();
    }
  }

  @Test
  void a_server_from_before_keeps_all_until_a_retention_is_set() throws Exception {
    try (PrivateRedis server = PrivateRedis.start()) {
      on(server).playOld(() -> server.ask("DEL duly:{*}:retention"));
    }
  }

  @Test
  void a_server_that_lost_its_data_keeps_jobs_as_the_application_said() throws Exception {
    try (PrivateRedis server = PrivateRedis.start();
        RedisBackend backend =
            RedisBackend.url(server.url(), RedisOptions.DEFAULT.withRetention(Retention.FOREVER));
        RedisBackend other = RedisBackend.url(server.url())) {
      server.ask("FLUSHALL");
      backend.enqueue(List.of(new EncodedJob(new JobId("a"), "t", "default", Payload.json("1"))));
      Inspector inspector = backend.rooms().inspector().orElseThrow();

      other.rooms().inspector().orElseThrow().health(); // looks which data there are
      assertThat(inspector.retention()).contains(Retention.OF_NEW_STORE);
      inspector.health();

      assertThat(inspector.retention()).contains(Retention.FOREVER);
    }
  }
}
