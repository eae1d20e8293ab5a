package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.duly.Duly;
import dev.duly.examples.MyJobs.Export;
import dev.duly.jackson.JacksonCodec;
import dev.duly.sqlite.SqliteBackend;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebAppTest {
  @TempDir Path folder;
  private final HttpClient browser = HttpClient.newHttpClient();

  private Path file;
  private HttpServer server;

  @SuppressWarnings("NullAway.Init") // by each test
  private WebApp app;

  @BeforeEach
  void open() throws Exception {
    file = folder.resolve("shop.db");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SqliteBackend.file(file).close(); // makes the file
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement create = db.createStatement()) {
      create.execute("create table export (customer text, year integer)");
    }
  }

  @AfterEach
  void close() {
    app.close();
  }

  @Test
  void customers_order_look_cancel_and_wait() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    ToIntFunction<Export> writer = export -> export.year() == 2024 ? after(never) : 7;
    app = new WebApp(file, server, writer);
    assertThat(ask("PUT", "ada/2025")).contains("ada-2025.csv");
    String slow = ask("POST", "ada/2024");
    assertThat(ask("GET", "ada")).contains(slow);
    assertThat(ask("GET", "ada/" + slow)).isEqualTo("nothing yet");
    assertThat(ask("GET", "bob")).isEqualTo("[]");
    assertThat(ask("DELETE", "bob/" + slow)).isEqualTo("nothing to cancel");
    assertThat(ask("DELETE", "ada/" + slow)).isEqualTo("cancelled");
    assertThat(ask("POST", "ada/soon")).contains("soon");
  }

  @Test
  void an_order_without_its_table_enqueues_nothing() throws Exception {
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement drop = db.createStatement()) {
      drop.execute("drop table export");
    }
    app = new WebApp(file, server, export -> 7);
    assertThat(ask("POST", "ada/2025")).contains("no such table");
    assertThat(ask("GET", "ada")).isEqualTo("[]");
  }

  @Test
  void what_runs_finishes_when_the_application_stops() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch may = new CountDownLatch(1);
    ToIntFunction<Export> writer =
        export -> {
          running.countDown();
          return after(may);
        };
    app = new WebApp(file, server, writer);
    String job = ask("POST", "ada/2025");
    running.await();
    Thread stop = new Thread(app::close);
    stop.start();
    may.countDown();
    stop.join();

    try (Duly duly = Duly.on(SqliteBackend.file(file), JacksonCodec.standard())) {
      assertThat(new MyJobs(duly).file("ada", job))
          .contains(new MyJobs.ExportedFile("ada-2025.csv"));
    }
  }

  private static int after(CountDownLatch latch) {
    try {
      latch.await();
      return 7;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String ask(String method, String path) throws Exception {
    URI page = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/exports/" + path);
    HttpRequest request =
        HttpRequest.newBuilder(page).method(method, BodyPublishers.noBody()).build();
    return browser.send(request, BodyHandlers.ofString()).body();
  }
}
