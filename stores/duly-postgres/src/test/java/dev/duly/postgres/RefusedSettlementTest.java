package dev.duly.postgres;

import dev.duly.lab.crash.RefusedSettlements;
import dev.duly.lab.server.PrivatePostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("server")
class RefusedSettlementTest {
  @Test
  @Timeout(60)
  void a_result_that_the_database_refuses_costs_its_job_and_no_neighbour() throws Exception {
    try (PrivatePostgres server = PrivatePostgres.start("fsync=off")) {
      PostgresBackend backend = PostgresBackend.url(server.url());
      try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
          Statement statement = connection.createStatement()) {
        statement.execute(
            "alter table duly.job add constraint not_this_one check (result <> '"
                + RefusedSettlements.REFUSED
                + "'::bytea)");
      }

      RefusedSettlements.play(backend);
    }
  }
}
