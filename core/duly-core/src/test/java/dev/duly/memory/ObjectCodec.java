package dev.duly.memory;

import dev.duly.Codec;
import dev.duly.job.Payload;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Writes texts and numbers as JSON, and of other objects a number by which this process knows them;
 * equal objects have the same. Thread-safe.
 */
public final class ObjectCodec implements Codec {
  private static final List<Object> OBJECTS = new CopyOnWriteArrayList<>();

  @Override
  public Payload encode(Object value) {
    if (value instanceof String text) {
      return Payload.json('"' + text + '"');
    } else if (value instanceof Number number) {
      return Payload.json(number.toString());
    }
    synchronized (OBJECTS) {
      if (!OBJECTS.contains(value)) {
        OBJECTS.add(value);
      }
      return Payload.json("{\"object\":" + OBJECTS.indexOf(value) + "}");
    }
  }

  @Override
  public Object decode(Payload payload, Type type) {
    String text = payload.text();
    if (!text.matches("\\{\"object\":[0-9]+}")) {
      throw new IllegalArgumentException("no object of this process: " + text);
    }
    return OBJECTS.get(Integer.parseInt(text.replaceAll("\\D", "")));
  }
}
