package dev.duly.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.duly.Duly;
import dev.duly.examples.MyJobs.Export;
import dev.duly.jackson.JacksonCodec;
import dev.duly.sqlite.SqliteBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/** A web application, its orders and its jobs, in one process on one file. */
public final class WebApp implements AutoCloseable {
  private final String database;
  private final Duly duly;
  private final MyJobs jobs;
  private final HttpServer server;

  /** On a server that is not started yet, and on a file of jobs with the table {@code export}. */
  public WebApp(Path file, HttpServer server, ToIntFunction<Export> writer) {
    database = "jdbc:sqlite:" + file + "?busy_timeout=30000";
    duly = Duly.on(SqliteBackend.file(file), JacksonCodec.standard());
    jobs = new MyJobs(duly);
    duly.worker().queue("default", 4).compute(MyJobs.EXPORT, MyJobs.exporter(writer)).start();
    this.server = server;
    server.createContext("/exports/", this::answer);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  private void answer(HttpExchange request) throws IOException {
    String[] path = request.getRequestURI().getPath().split("/", -1); // exports/CUSTOMER/YEAR or ID
    int status = 200;
    String page;
    try {
      page = page(request.getRequestMethod(), path[2], path[path.length - 1]);
    } catch (Exception e) {
      status = e instanceof NumberFormatException ? 400 : 500;
      page = e.toString();
    }
    byte[] body = page.getBytes(StandardCharsets.UTF_8);
    request.sendResponseHeaders(status, body.length);
    request.getResponseBody().write(body);
    request.close();
  }

  private String page(String method, String customer, String last) throws Exception {
    return switch (method) {
      case "POST" -> order(customer, Integer.parseInt(last));
      case "PUT" -> "" + jobs.await(customer, Integer.parseInt(last));
      case "DELETE" -> jobs.cancel(customer, last) ? "cancelled" : "nothing to cancel";
      default -> last.equals(customer) ? "" + jobs.mine(customer) : file(customer, last);
    };
  }

  /** The customer's order and its job, both or neither. */
  private String order(String customer, int year) throws SQLException {
    try (Connection tx = DriverManager.getConnection(database)) {
      tx.setAutoCommit(false);
      try (PreparedStatement insert = tx.prepareStatement("insert into export values (?, ?)")) {
        insert.setString(1, customer);
        insert.setInt(2, year);
        insert.executeUpdate();
      }
      String job = jobs.start(tx, customer, year);
      tx.commit();
      return job;
    }
  }

  private String file(String customer, String id) {
    return jobs.file(customer, id)
        .map(MyJobs.ExportedFile::path)
        .or(() -> jobs.progress(customer, id))
        .orElse("nothing yet");
  }

  /** What runs may finish: the platform kills after 30 s. */
  @Override
  public void close() {
    server.stop(1);
    duly.close(Duration.ofSeconds(25));
  }
}
