package dev.duly.testing;

import dev.duly.backend.Backend;
import dev.duly.backend.Capabilities;
import dev.duly.backend.Rooms;
import dev.duly.backend.Session;
import dev.duly.backend.Token;
import dev.duly.backend.WorkerInfo;
import dev.duly.backend.support.StoreRooms;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import dev.duly.memory.InMemoryBackend;
import java.util.List;

/** Jobs in memory, with transactions. */
final class TestBackend implements Backend {
  private final InMemoryBackend memory;

  TestBackend(InMemoryBackend memory) {
    this.memory = memory;
  }

  @Override
  public Capabilities capabilities() {
    return memory.capabilities();
  }

  @Override
  public List<Enqueued> enqueue(List<EncodedJob> jobs) {
    return memory.enqueue(jobs);
  }

  @Override
  public Session open(WorkerInfo info, Runnable onChange) {
    return memory.open(info, onChange);
  }

  @Override
  public Token token(String text) {
    return memory.token(text);
  }

  @Override
  public Rooms rooms() {
    Rooms rooms = memory.rooms();
    return new StoreRooms(
            rooms.inspector().orElseThrow(),
            rooms.operator().orElseThrow(),
            rooms.statistics().orElseThrow(),
            rooms.results().orElseThrow())
        .with(new TestTransactions(memory))
        .with(rooms.schedules().orElseThrow());
  }

  @Override
  public void close() {
    memory.close();
  }
}
