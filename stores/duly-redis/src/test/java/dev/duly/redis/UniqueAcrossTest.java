package dev.duly.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.EncodedJob;
import dev.duly.job.JobId;
import dev.duly.job.Payload;
import dev.duly.lab.server.PrivateRedis;
import dev.duly.tck.bench.UniqueRace;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rule E6 with several processes: one job each holds a key. */
@Tag("server")
class UniqueAcrossTest {
  @Test
  void of_two_processes_with_eight_threads_each_one_gets_a_key() throws Exception {
    try (PrivateRedis server = PrivateRedis.start();
        Backend one = RedisBackend.url(server.url());
        Backend other = RedisBackend.url(server.url())) {
      UniqueRace race =
          new UniqueRace(
              List.of(one, other), new EncodedJob(new JobId("x"), "t", "q", Payload.none()));
      race.run("1");
      race.run("2");
      assertThat(one.rooms().inspector().orElseThrow().list(JobQuery.all(1_000)).jobs())
          .hasSize(UniqueRace.KEYS);
    }
  }
}
