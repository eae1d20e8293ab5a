package dev.duly.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.examples.Invoices.WriteInvoice;
import dev.duly.testing.DulyTest;
import dev.duly.testing.TestQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DulyTest
class InvoicesTest {
  @TempDir Path folder;

  @Test
  void an_invoice_that_is_written_twice_is_there_once(TestQueue queue) throws Exception {
    queue.handle(WriteInvoice.class, new Invoices(folder));
    queue.duly().enqueue(new WriteInvoice(7, 1_250));

    queue.deliverTwice(WriteInvoice.class);
    queue.drain();

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).singleElement().satisfies(f -> assertThat(f).hasContent("Order 7: 1250"));
    }
  }
}
