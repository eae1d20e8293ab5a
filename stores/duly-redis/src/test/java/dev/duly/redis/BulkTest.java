package dev.duly.redis;

import dev.duly.lab.crash.BulksBesideLeases;
import dev.duly.lab.server.PrivateRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class BulkTest {
  @Test
  void no_bulk_costs_a_running_job_its_lease() throws Exception {
    try (PrivateRedis server = PrivateRedis.start("--appendonly yes")) {
      BulksBesideLeases.play(RedisBackend.url(server.url()));
    }
  }
}
