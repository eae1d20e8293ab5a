package dev.duly.jackson;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIgnoreType;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Fields that a class leaves out of its payload on purpose: {@code transient}, or marked with
 * Jackson's annotations, by themselves, their getters and setters, their types or the class.
 */
final class LeftOut {
  private LeftOut() {}

  /**
   * Whether it is.
   *
   * @param of the class of the object, which may extend the one that declares the field
   */
  static boolean has(Class<?> of, Field field) {
    if (Modifier.isStatic(field.getModifiers())
        || Modifier.isTransient(field.getModifiers())
        || field.isSynthetic()
        || field.getType().isAnnotationPresent(JsonIgnoreType.class)
        || field.isAnnotationPresent(JsonIgnoreProperties.class)) {
      return true;
    }
    List<AnnotatedElement> parts = parts(of, field);
    Set<String> names = new HashSet<>(Set.of(field.getName()));
    for (AnnotatedElement part : parts) {
      JsonIgnore ignore = part.getAnnotation(JsonIgnore.class);
      JsonProperty property = part.getAnnotation(JsonProperty.class);
      if ((ignore != null && ignore.value()) || (property != null && isOneWay(property))) {
        return true;
      } else if (property != null) {
        names.add(property.value());
      }
    }
    return superclasses(of).stream().anyMatch(c -> ignored(c).stream().anyMatch(names::contains));
  }

  private static boolean isOneWay(JsonProperty property) {
    return property.access() == JsonProperty.Access.READ_ONLY
        || property.access() == JsonProperty.Access.WRITE_ONLY;
  }

  private static List<String> ignored(Class<?> c) {
    JsonIgnoreProperties mark = c.getAnnotation(JsonIgnoreProperties.class);
    return mark == null ? List.of() : Arrays.asList(mark.value());
  }

  /** The field, and the methods that read or write it. */
  private static List<AnnotatedElement> parts(Class<?> of, Field field) {
    List<AnnotatedElement> parts = new ArrayList<>(List.of(field));
    for (Class<?> c : superclasses(of)) {
      Arrays.stream(c.getDeclaredMethods())
          .filter(method -> isAccessor(method, field.getName()))
          .forEach(parts::add);
    }
    return parts;
  }

  private static boolean isAccessor(Method method, String field) {
    String property = field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
    return Set.of(field, "get" + property, "is" + property, "set" + property)
        .contains(method.getName());
  }

  private static List<Class<?>> superclasses(Class<?> of) {
    List<Class<?>> all = new ArrayList<>();
    for (Class<?> c = of; c != null && c != Object.class; c = c.getSuperclass()) {
      all.add(c);
    }
    return all;
  }
}
