package dev.duly.redis;

import dev.duly.backend.ClaimRef;
import dev.duly.backend.Extended;
import dev.duly.backend.Extension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Leases of one queue's jobs to be renewed, as {@code extend.lua} reads them. */
final class ExtendCommand {
  private final Duration lease;
  private final Map<String, List<Integer>> placesByClaim = new LinkedHashMap<>();
  private final List<byte[]> notes = new ArrayList<>();
  private final Map<Integer, ClaimRef> claims = new LinkedHashMap<>(); // by place

  ExtendCommand(Duration lease) {
    this.lease = lease;
  }

  void add(int place, Extension extension) {
    ClaimRef claim = extension.claim();
    claims.put(place, claim);
    if (claim.token() instanceof RedisToken token) {
      if (!extension.notes().isEmpty()) {
        notes.add(
            new Packed()
                .array(3)
                .latin(token.claim())
                .bytes(Ids.bytes(claim.job().id()))
                .raw(SettleCommand.notes(extension.notes()).done())
                .done());
      }
      placesByClaim.computeIfAbsent(token.claim(), c -> new ArrayList<>()).add(place);
    }
  }

  List<byte[]> arguments() {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(Bytes.of(lease.toMillis()));
    arguments.add(notes.isEmpty() ? new byte[0] : notes());
    placesByClaim.forEach(
        (record, places) -> {
          arguments.add(Bytes.latin(record));
          arguments.add(Bytes.of(places.size()));
          places.forEach(place -> arguments.add(Ids.bytes(claimAt(place).job().id())));
        });
    return arguments;
  }

  private byte[] notes() {
    Packed all = new Packed().array(notes.size());
    notes.forEach(all::raw);
    return all.done();
  }

  @SuppressWarnings("NullAway") // every place has a claim
  private ClaimRef claimAt(int place) {
    return claims.get(place);
  }

  /** A letter for each, in the order in which they were sent. */
  void read(byte[] letters, Extended[] answers) {
    claims.forEach((place, claim) -> answers[place] = new Extended(claim, Extended.State.LOST));
    int at = 0;
    for (List<Integer> places : placesByClaim.values()) {
      for (int place : places) {
        answers[place] = new Extended(claimAt(place), state(letters[at++]));
      }
    }
  }

  private static Extended.State state(byte letter) {
    return switch (letter) {
      case 'H' -> Extended.State.HELD;
      case 'S' -> Extended.State.STOP;
      default -> Extended.State.LOST;
    };
  }
}
