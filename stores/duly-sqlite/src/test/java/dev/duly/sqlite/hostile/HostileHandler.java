package dev.duly.sqlite.hostile;

import dev.duly.Attempt;
import dev.duly.DeadLetterException;
import dev.duly.SnoozeException;
import dev.duly.job.JobState;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * Handlers at their worst, each with what must become of its job. {@code ends} is its state and,
 * for a dead one, the reason; {@code says} is in its last error.
 */
enum HostileHandler {
  THROWS_A_CHECKED_EXCEPTION("dead/exhausted", "as asked") {
    @Override
    void bite(Attempt attempt) throws Exception {
      throw new Exception("as asked");
    }
  },
  THROWS_AN_ASSERTION_ERROR("dead/exhausted", "must not be") {
    @Override
    void bite(Attempt attempt) {
      throw new AssertionError("must not be");
    }
  },
  THROWS_WHAT_IS_NEITHER("dead/exhausted", "neither exception nor error") {
    @Override
    void bite(Attempt attempt) throws Exception {
      throw HostileHandler.<RuntimeException>sneaky(new Throwable("neither exception nor error"));
    }
  },
  IS_NOT_LINKED("dead/exhausted", "com/acme/Gone") {
    @Override
    void bite(Attempt attempt) {
      throw new NoClassDefFoundError("com/acme/Gone");
    }
  },
  OVERFLOWS_ITS_STACK("dead/exhausted", "StackOverflowError") {
    @Override
    void bite(Attempt attempt) {
      deeper(1);
    }
  },
  THROWS_WHAT_CANNOT_BE_PRINTED("dead/exhausted", "") {
    @Override
    void bite(Attempt attempt) {
      throw new Unprintable();
    }
  },
  IS_ITS_OWN_CAUSE("dead/exhausted", "the hen") {
    @Override
    void bite(Attempt attempt) {
      RuntimeException hen = new IllegalStateException("the hen");
      RuntimeException egg = new IllegalStateException("the egg", hen);
      hen.initCause(egg);
      throw hen;
    }
  },
  SAYS_TEN_MEGABYTES("dead/exhausted", "blah blah") {
    @Override
    void bite(Attempt attempt) {
      throw new IllegalStateException("blah ".repeat(2_000_000));
    }
  },
  SAYS_CONTROL_CHARACTERS("dead/exhausted", "quiet") {
    @Override
    void bite(Attempt attempt) {
      throw new IllegalStateException("quiet\u0000\u001b[31m\ud800");
    }
  },
  REJECTS_ITS_JOB("dead/rejected", "no such user") {
    @Override
    void bite(Attempt attempt) {
      throw new DeadLetterException("no such user");
    }
  },
  SNOOZES_FOR_EVER("dead/exhausted", "snoozed") {
    @Override
    void bite(Attempt attempt) {
      throw new SnoozeException(Duration.ZERO);
    }
  },
  WAITS_FOR_EVER("dead/exhausted", "ran longer than") {
    @Override
    void bite(Attempt attempt) throws Exception {
      new CountDownLatch(1).await();
    }
  },
  LOOPS_FOR_EVER("running", "") {
    @Override
    void bite(Attempt attempt) {
      while (true) {
        Thread.onSpinWait();
      }
    }
  },
  SWALLOWS_ITS_INTERRUPT("completed", "") {
    @Override
    void bite(Attempt attempt) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // Not a good idea, but it has done its work: it completes, late.
      }
    }
  },
  INTERRUPTS_ITSELF("completed", "") {
    @Override
    void bite(Attempt attempt) {
      Thread.currentThread().interrupt();
    }
  },
  LEAVES_THREADS_BEHIND("completed", "") {
    @Override
    void bite(Attempt attempt) {
      for (int i = 0; i < 50; i++) {
        Thread thread =
            new Thread(
                () -> {
                  throw new IllegalStateException("behind your back");
                });
        thread.setUncaughtExceptionHandler((t, e) -> {});
        thread.start();
      }
    }
  },
  ENQUEUES_ITSELF("completed", "") {
    @Override
    void bite(Attempt attempt) {
      // By HostileWorker, for it has the way in.
    }
  },
  FILLS_THE_MEMORY("dead/exhausted", "OutOfMemoryError") {
    @Override
    void bite(Attempt attempt) {
      long[] hoard = new long[1 << 30];
      throw new IllegalStateException("there was room for " + hoard.length);
    }
  },
  EXITS("dead/poison", "vanished") {
    @Override
    void bite(Attempt attempt) {
      System.exit(0);
    }
  },
  HALTS("dead/poison", "vanished") {
    @Override
    void bite(Attempt attempt) {
      Runtime.getRuntime().halt(7);
    }
  },
  KILLS_ITS_PROCESS("dead/poison", "vanished") {
    @Override
    void bite(Attempt attempt) throws Exception {
      new ProcessBuilder("kill", "-9", "" + ProcessHandle.current().pid()).start().waitFor();
    }
  };

  private final String ends;
  private final String says;

  HostileHandler(String ends, String says) {
    this.ends = ends;
    this.says = says;
  }

  abstract void bite(Attempt attempt) throws Exception;

  String ends() {
    return ends;
  }

  JobState state() {
    return JobState.of(ends.replaceAll("/.*", ""));
  }

  String says() {
    return says;
  }

  /** Whether it takes its process along, and with it the leases of its neighbours. */
  boolean isDeadly() {
    return this == EXITS || this == HALTS || this == KILLS_ITS_PROCESS;
  }

  private static int deeper(int depth) {
    return depth < 0 ? 0 : deeper(depth + 1) + 1;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // what makes it sneaky
  private static <T extends Throwable> T sneaky(Throwable throwable) throws T {
    throw (T) throwable;
  }

  private static final class Unprintable extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("no text");
    }
  }
}
