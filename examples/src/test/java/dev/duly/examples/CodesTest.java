package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.job.JobState;
import dev.duly.testing.TestQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodesTest {
  @Test
  void a_code_that_is_late_is_not_sent() {
    try (TestQueue queue = TestQueue.create()) {
      List<Integer> sent = new ArrayList<>();
      queue.handle(Codes.SendCode.class, (code, attempt) -> sent.add(code.code()));
      Codes codes = new Codes(queue.duly());
      codes.send("ada@example.org", 1);
      queue.advance(Duration.ofMinutes(9));
      codes.send("bob@example.org", 2);
      queue.advance(Duration.ofMinutes(1));
      queue.drain();

      assertThat(sent).containsExactly(2);
      assertThat(queue.jobs().get(0).state()).isEqualTo(JobState.CANCELLED);
      assertThat(queue.jobs().get(0).deadReason()).contains("expired");
    }
  }
}
