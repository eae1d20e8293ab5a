package dev.duly.jackson;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of an application's class, and of those that it extends, that a payload must bring
 * back: found once for each class. What a module does not open is not compared.
 */
final class ComparedFields {
  private static final ClassValue<List<Field>> OF =
      new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> of) {
          return find(of);
        }
      };

  private ComparedFields() {}

  static List<Field> of(Class<?> c) {
    return OF.get(c);
  }

  private static List<Field> find(Class<?> of) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> c = of; c != null && !SameValue.isOfTheRuntime(c); c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!LeftOut.has(of, field) && isOpen(field)) {
          fields.add(field);
        }
      }
    }
    return List.copyOf(fields);
  }

  private static boolean isOpen(Field field) {
    try {
      field.setAccessible(true);
      return true;
    } catch (InaccessibleObjectException e) {
      return false;
    }
  }
}
