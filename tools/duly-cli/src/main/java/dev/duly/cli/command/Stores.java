package dev.duly.cli.command;

import dev.duly.backend.Backend;
import dev.duly.job.Names;
import dev.duly.postgres.PostgresBackend;
import dev.duly.rabbitmq.RabbitBackend;
import dev.duly.redis.RedisBackend;
import dev.duly.sqlite.SqliteBackend;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;

/** Turns a URL into a backend. */
public final class Stores {
  private Stores() {}

  public static Backend open(String url, boolean create) {
    return open(url, create, "--url");
  }

  /**
   * The same.
   *
   * @param origin what an error in the URL begins with: the option or the variable
   */
  public static Backend open(String url, boolean create, String origin) {
    int colon = url.indexOf(':');
    String scheme = colon < 0 ? "" : url.substring(0, colon);
    return switch (scheme) {
      case "sqlite" -> sqlite(url.substring(colon + 1), create, origin);
      case "postgresql", "postgres" -> named(url, PostgresBackend::url, origin);
      case "redis",
          "rediss",
          "redis-sentinel",
          "redis-cluster",
          "rediss-sentinel",
          "rediss-cluster" ->
          named(url, RedisBackend::url, origin);
      case "amqp", "amqps" -> named(url, RabbitBackend::url, origin);
      case "" ->
          throw CommandFailure.usage(
              origin
                  + " "
                  + Names.quoted(url)
                  + " has no scheme. Write sqlite:"
                  + url
                  + " for a file.");
      default ->
          throw CommandFailure.usage(
              origin
                  + " "
                  + Names.quoted(url)
                  + ": unknown scheme \""
                  + scheme
                  + "\". Known are sqlite:FILE, postgresql://user:password@host/database,"
                  + " redis://user:password@host:port/database and"
                  + " amqp://user:password@host:port/vhost.");
    };
  }

  private static Backend named(String url, Function<String, Backend> open, String origin) {
    try {
      return open.apply(url);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(origin + ": " + e.getMessage());
    }
  }

  private static Backend sqlite(String text, boolean create, String origin) {
    if (text.isEmpty()) {
      throw CommandFailure.usage(origin + " sqlite: names no file. Write sqlite:jobs.db.");
    }
    Path file;
    try {
      file = Path.of(text);
    } catch (InvalidPathException e) {
      throw CommandFailure.usage(
          origin + " sqlite:" + Names.quoted(text) + " is not a file name: " + e.getReason());
    }
    if (!create && !Files.exists(file)) {
      throw new CommandFailure(
          Exit.UNREACHABLE,
          "there is no "
              + file
              + " here. Enqueue a job first (duly enqueue TYPE), or say where the jobs are with "
              + origin
              + " sqlite:FILE.");
    }
    try {
      return SqliteBackend.file(file);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(origin + ": " + e.getMessage());
    }
  }
}
