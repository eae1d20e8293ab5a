package dev.duly.rabbitmq;

import dev.duly.backend.broker.ForeignMessage.Place;
import java.util.ArrayList;
import java.util.List;

/** Sends jobs to where they belong, and waits until they are kept there. Thread-safe. */
final class Dispatcher {
  private final ObjectNames names;
  private final Topology topology;
  private final Publisher publisher;

  Dispatcher(ObjectNames names, Topology topology, Publisher publisher) {
    this.names = names;
    this.topology = topology;
    this.publisher = publisher;
  }

  ObjectNames names() {
    return names;
  }

  /**
   * Sends them; a queue that was deleted meanwhile is made again.
   *
   * @throws dev.duly.backend.BackendException if nothing was sent
   */
  List<Answer> send(List<Parcel> parcels) {
    List<Answer> answers = new ArrayList<>(publisher.send(messages(parcels)));
    List<Integer> again = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i) == Answer.UNROUTABLE) {
        again.add(i);
        forget(parcels.get(i));
      } else if (answers.get(i) == Answer.UNKNOWN) {
        topology.forgetDelays(); // the channel is gone if their exchange is
      }
    }
    if (!again.isEmpty()) {
      List<Answer> second = publisher.send(messages(again.stream().map(parcels::get).toList()));
      for (int i = 0; i < second.size(); i++) {
        answers.set(again.get(i), second.get(i));
      }
    }
    return answers;
  }

  private void forget(Parcel parcel) {
    topology.forget(
        parcel.place().map(at -> names.jobs(at.queue(), at.level())).orElse(names.dead()));
    topology.forgetDelays();
  }

  private List<Message> messages(List<Parcel> parcels) {
    return parcels.stream().map(this::message).toList();
  }

  private Message message(Parcel parcel) {
    if (parcel.place().isEmpty()) {
      topology.requireBase();
      return Message.to(names.dead(), parcel.properties(), parcel.body());
    }
    Place place = parcel.place().get();
    long steps = Ladder.steps(parcel.delay());
    if (steps == 0) {
      String queue = topology.require(place.queue(), place.level());
      return Message.to(queue, parcel.properties(), parcel.body());
    }
    topology.requireDelay(steps, place.queue(), place.level());
    String exchange = names.delay(Ladder.entry(steps));
    String key = Ladder.key(steps, names.target(place.queue(), place.level()));
    return new Message(exchange, key, parcel.properties(), parcel.body());
  }
}
