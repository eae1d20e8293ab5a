package dev.duly.jackson;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.std.StdConvertingSerializer;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;
import tools.jackson.databind.type.TypeFactory;
import tools.jackson.databind.util.StdConverter;

/**
 * Writes maps and sets that have no order of their own, such as those of {@code Map.of}, in the
 * order of their keys or elements: else the same job has other bytes in another process, and its id
 * conflicts with itself (rule E3). What has an order is written in it, and a {@code Set} is read in
 * the order that was written.
 */
final class StableOrder extends ValueSerializerModifier {
  private static final long serialVersionUID = 1L;

  static SimpleModule module() {
    SimpleModule module = new SimpleModule("duly-stable-order");
    module.setSerializerModifier(new StableOrder());
    module.addAbstractTypeMapping(Set.class, LinkedHashSet.class);
    return module;
  }

  @Override
  public ValueSerializer<?> modifyMapSerializer(
      SerializationConfig config,
      MapType type,
      BeanDescription.Supplier bean,
      ValueSerializer<?> serializer) {
    return Order.isOfMap(type.getRawClass())
        ? serializer
        : new StdConvertingSerializer(new SortsMap(type.getKeyType(), type.getContentType()));
  }

  @Override
  public ValueSerializer<?> modifyCollectionSerializer(
      SerializationConfig config,
      CollectionType type,
      BeanDescription.Supplier bean,
      ValueSerializer<?> serializer) {
    Class<?> collection = type.getRawClass();
    boolean ordered = !Set.class.isAssignableFrom(collection) || Order.isOfSet(collection);
    return ordered ? serializer : new StdConvertingSerializer(new SortsSet(type.getContentType()));
  }

  private static final class SortsMap extends StdConverter<Map<?, ?>, Map<?, ?>> {
    private final JavaType key;
    private final JavaType value;

    SortsMap(JavaType key, JavaType value) {
      this.key = key;
      this.value = value;
    }

    @Override
    public Map<?, ?> convert(Map<?, ?> map) {
      Map<Object, Object> sorted = new LinkedHashMap<>(2 * map.size());
      sorted(map.keySet()).forEach(one -> sorted.put(one, map.get(one)));
      return sorted;
    }

    @Override
    public JavaType getOutputType(TypeFactory types) {
      return types.constructMapType(LinkedHashMap.class, key, value);
    }
  }

  private static final class SortsSet extends StdConverter<Set<?>, Set<?>> {
    private final JavaType element;

    SortsSet(JavaType element) {
      this.element = element;
    }

    @Override
    public Set<?> convert(Set<?> set) {
      return new LinkedHashSet<>(sorted(set));
    }

    @Override
    public JavaType getOutputType(TypeFactory types) {
      return types.constructCollectionType(LinkedHashSet.class, element);
    }
  }

  private record Text(String json, Object of) {}

  /**
   * By their own order if they are values of Java that have one in common; those of an application
   * by their JSON, since an order of its own may have ties and not every class has a text.
   */
  static List<Object> sorted(Collection<?> elements) {
    List<Object> sorted = new ArrayList<>(elements);
    if (sorted.size() < 2) {
      return sorted;
    }
    boolean comparable =
        sorted.stream()
                .allMatch(
                    one -> one instanceof Comparable && SameValue.isOfTheRuntime(one.getClass()))
            && sorted.stream().map(Object::getClass).distinct().count() == 1;
    if (comparable) {
      sorted.sort(((Comparator<Object>) StableOrder::compare).thenComparing(String::valueOf));
    } else {
      List<Text> texts = new ArrayList<>();
      sorted.forEach(one -> texts.add(new Text(ElementText.of(one), one)));
      texts.sort(Comparator.comparing(Text::json));
      sorted.clear();
      texts.forEach(text -> sorted.add(text.of()));
    }
    return sorted;
  }

  @SuppressWarnings("unchecked") // both are of one class, which is Comparable
  private static int compare(Object one, Object other) {
    return ((Comparable<Object>) one).compareTo(other);
  }
}
