package dev.duly.sqlite.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A full disk and a read-only one: memory file systems of a few megabytes that only the process
 * under test sees.
 */
@Tag("faults")
class SmallDiskTest {
  @TempDir Path folder;

  @Test
  void a_full_disk_loses_nothing_acknowledged_and_work_goes_on_when_there_is_room_again()
      throws Exception {
    List<String> said = run("full");

    assertThat(said)
        .anyMatch(
            line ->
                line.startsWith("message: sqlite: enqueue of 100 jobs on ")
                    && line.contains("the disk is full. Nothing of this call was stored"))
        .contains("stored: 0", "running: yes", "idle: true", "completed: 0", "attempts: 0")
        .contains("enqueues again: 100");
  }

  @Test
  void a_read_only_disk_is_refused() throws Exception {
    assertThat(run("read-only"))
        .contains("mounted: 0")
        .anyMatch(
            line ->
                line.startsWith("message: sqlite: open on ")
                    && line.contains("that the disk is not read-only"));
  }

  private List<String> run(String scenario) throws Exception {
    Process process =
        new ProcessBuilder(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=40m none \"$1\" && shift && exec \"$@\"",
                "sh",
                folder.toString(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SmallDisk.class.getName(),
                folder.toString(),
                scenario)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output.lines().toList();
  }
}
