package dev.duly.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.sqlite.SqliteBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("faults")
class DemoTest {
  @TempDir Path folder;

  @Test
  void the_shop_really_works_and_its_next_run_goes_on() throws Exception {
    Demo.Counts first = run(Duration.ofSeconds(6));

    assertThat(parts(first)).isEqualTo(first.enqueued());
    assertThat(first.completed()).isGreaterThan(10);
    assertThat(first.retried()).isPositive();
    assertThat(first.running()).isZero();
    assertThat(files("outbox")).isNotEmpty();
    assertThat(files("reports")).isNotEmpty();
    assertThat(files("search")).isNotEmpty();
    assertThat(ImageIO.read(files("thumbnails").get(0).toFile()).getWidth()).isEqualTo(320);

    Demo.Counts second = run(Duration.ofSeconds(2));

    assertThat(second.enqueued()).isGreaterThan(first.enqueued());
    assertThat(parts(second)).isEqualTo(second.enqueued());
  }

  @Test
  void killed_workers_lose_nothing_and_what_ran_twice_is_explained() throws Exception {
    String file = folder.resolve("crash.db").toString();
    Scorecard score =
        new Crash(folder.resolve("crash"), "sqlite:" + file)
            .run(SqliteBackend.file(Path.of(file)), Duration.ofSeconds(8), false, false);

    assertThat(score.isClean()).as(score.text()).isTrue();
    assertThat(score.kills()).isPositive();
    assertThat(score.enqueued()).isGreaterThan(10);
    assertThat(score.completed() + score.dead()).isEqualTo(score.enqueued());
  }

  private Demo.Counts run(Duration length) throws Exception {
    Demo demo = new Demo(folder.resolve("demo"), "sqlite:demo.db");
    demo.prepare();
    return demo.run(SqliteBackend.file(folder.resolve("demo.db")), length, false, false);
  }

  private static long parts(Demo.Counts counts) {
    return counts.completed() + counts.dead() + counts.waiting() + counts.running();
  }

  private List<Path> files(String name) throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("demo").resolve(name))) {
      return files.toList();
    }
  }
}
