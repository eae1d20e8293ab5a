package dev.duly.jackson;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;

/**
 * Fields that a class leaves out of its payload on purpose: {@code transient}, or marked, itself or
 * by its getter or its class, with Jackson's annotations.
 */
final class LeftOut {
  private LeftOut() {}

  static boolean has(Field field) {
    return Modifier.isStatic(field.getModifiers())
        || Modifier.isTransient(field.getModifiers())
        || field.isSynthetic()
        || isMarked(field)
        || isNamedByItsClass(field)
        || Arrays.stream(field.getDeclaringClass().getDeclaredMethods())
            .anyMatch(method -> isAccessorOf(field, method) && isMarked(method));
  }

  private static boolean isMarked(java.lang.reflect.AnnotatedElement element) {
    JsonIgnore mark = element.getAnnotation(JsonIgnore.class);
    return mark != null && mark.value();
  }

  private static boolean isNamedByItsClass(Field field) {
    JsonIgnoreProperties mark = field.getDeclaringClass().getAnnotation(JsonIgnoreProperties.class);
    return mark != null && Arrays.asList(mark.value()).contains(field.getName());
  }

  private static boolean isAccessorOf(Field field, Method method) {
    String name = method.getName();
    String property = capital(field.getName());
    return name.equals(field.getName())
        || name.equals("get" + property)
        || name.equals("is" + property)
        || name.equals("set" + property);
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
