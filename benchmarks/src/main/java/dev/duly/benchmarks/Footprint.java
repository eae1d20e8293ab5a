package dev.duly.benchmarks;

import dev.duly.bench.Contender;
import dev.duly.bench.Workload;
import dev.duly.cli.bench.Throughput;
import dev.duly.lab.server.PrivateRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a waiting and what a completed job take of Redis's memory, each peer on a fresh server. */
final class Footprint {
  private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");

  private Footprint() {}

  /**
   * A table in Markdown.
   *
   * @param contenders by the URL of a server
   */
  static String table(
      Function<String, Map<String, Throughput.Opening>> contenders, Workload workload)
      throws Exception {
    StringBuilder text =
        new StringBuilder("| bytes a job | waiting | completed |\n|---|---|---|\n");
    for (String name : contenders.apply("").keySet()) {
      try (PrivateRedis server = PrivateRedis.start()) {
        Throughput.Opening opening = contenders.apply(server.url()).get(name);
        if (opening != null) {
          text.append(row(name, opening, server, workload.jobs()));
        }
      }
    }
    return text.toString();
  }

  private static String row(String name, Throughput.Opening opening, PrivateRedis server, int jobs)
      throws Exception {
    Path folder = Files.createTempDirectory("duly-footprint");
    try (Contender contender = opening.on(folder)) {
      if (contender instanceof PeerProcess told) {
        told.keepCompleted();
      }
      long before = used(server);
      contender.enqueue(jobs);
      long waiting = used(server) - before;
      contender.prepareToDrain();
      contender.drain(jobs);
      long completed = used(server) - before;
      return String.format(
          Locale.ROOT, "| %s | %,d | %,d |%n", name, waiting / jobs, completed / jobs);
    } finally {
      Files.delete(folder);
    }
  }

  private static long used(PrivateRedis server) throws IOException {
    String info = server.ask("INFO memory");
    Matcher used = USED.matcher(info);
    if (!used.find()) {
      throw new IOException("the server does not say what it uses: " + info);
    }
    return Long.parseLong(used.group(1));
  }
}
