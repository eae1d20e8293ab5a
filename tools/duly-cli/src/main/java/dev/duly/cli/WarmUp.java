package dev.duly.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs the short commands once, on a file of its own, and says nothing: what it loads is what the
 * launcher puts into its archive of classes ({@code -XX:ArchiveClassesAtExit}).
 */
final class WarmUp {
  private WarmUp() {}

  public static void main(String[] args) throws IOException {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    System.setOut(nowhere);
    System.setErr(nowhere);
    NativeSqlite.prepare();
    Path folder = Files.createTempDirectory("duly-warm-up-");
    String url = "sqlite:" + folder.resolve("jobs.db");
    try {
      for (String command :
          new String[] {
            "enqueue hello {} --id a", "job ls", "job show a", "job explain a", "queue ls",
                "dlq ls",
            "error ls", "stats", "audit", "version", "job show nothing -o json", "--help"
          }) {
        Main.run((command + " --url " + url).split(" ", -1));
      }
    } finally {
      for (String file :
          new String[] {"jobs.db", "jobs.db-wal", "jobs.db-shm", "jobs.db-turn", ""}) {
        Files.deleteIfExists(folder.resolve(file));
      }
    }
  }
}
