package dev.duly.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonBackReference;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonManagedReference;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import dev.duly.job.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Objects in sets, as keys, that point at each other, and that have odd ideas of equality. */
class GraphTest {
  private final JacksonCodec codec = JacksonCodec.standard();

  record Unlike(String a) {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  record Group(Set<Unlike> members) {}

  static final class Cell {
    @JsonManagedReference private @Nullable Cell next;
    @JsonBackReference private @Nullable Cell before;

    public @Nullable Cell getNext() {
      return next;
    }

    public void setNext(@Nullable Cell next) {
      this.next = next;
    }

    public @Nullable Cell getBefore() {
      return before;
    }

    public void setBefore(@Nullable Cell before) {
      this.before = before;
    }
  }

  @Test
  void what_has_no_equals_and_what_points_back_is_compared() {
    codec.encode(new Group(Set.of(new Unlike("a"), new Unlike("b"), new Unlike("c"))), Group.class);
    Cell first = new Cell();
    first.next = new Cell();
    first.next.before = first;
    first.next.next = new Cell();
    first.next.next.before = first.next;

    Payload payload = codec.encode(first, Cell.class);

    assertThat(payload.text()).isEqualTo("{\"next\":{\"next\":{\"next\":null}}}");
  }

  static final class Parent {
    @JsonManagedReference public Set<Child> children = new HashSet<>();
  }

  static final class Child {
    public int n;
    @JsonBackReference public @Nullable Parent parent;
  }

  @JsonIdentityInfo(generator = ObjectIdGenerators.PropertyGenerator.class, property = "id")
  static final class Peer {
    public int id;
    public Set<Peer> peers = new HashSet<>();
  }

  @Test
  void sets_whose_elements_point_back_come_back() {
    Parent parent = new Parent();
    for (int n = 0; n < 3; n++) {
      Child child = new Child();
      child.n = n;
      child.parent = parent;
      parent.children.add(child);
    }
    Parent got = codec.decode(codec.encode(parent, Parent.class), Parent.class);
    assertThat(got.children).hasSize(3);

    Peer one = new Peer();
    Peer other = new Peer();
    other.id = 1;
    one.peers.addAll(Set.of(one, other));
    other.peers.addAll(Set.of(one, other));
    codec.encode(one, Peer.class);
  }

  /** A row of a table, as many say that two are the same. */
  static final class Row {
    public int id;
    private String name = "";

    Row() {}

    Row(int id, String name) {
      this.id = id;
      this.name = name;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Row row && row.id == id;
    }

    @Override
    public int hashCode() {
      return id;
    }

    @Override
    public String toString() {
      return id + name;
    }
  }

  record Rows(Set<Row> all) {}

  @Test
  void what_an_equals_does_not_look_at_is_compared() {
    for (Set<Row> rows :
        List.of(Set.of(new Row(1, "ada")), Set.of(new Row(1, "ada"), new Row(2, "eve")))) {
      assertThatThrownBy(() -> codec.encode(new Rows(rows), Rows.class))
          .hasMessageContaining("its all")
          .hasMessageContaining("ada");
    }
    codec.encode(new Rows(Set.of(new Row(1, ""), new Row(2, ""))), Rows.class);
  }

  static final class Page extends ArrayList<String> {
    private static final long serialVersionUID = 1L;
    final int total;

    Page() {
      this(0);
    }

    Page(int total) {
      this.total = total;
    }
  }

  static final class Index extends HashMap<String, Integer> {
    private static final long serialVersionUID = 1L;
    int total;
  }

  @Test
  void a_list_or_a_map_with_fields_of_its_own_is_compared_with_them() {
    codec.encode(new Page(), Page.class);
    assertThatThrownBy(() -> codec.encode(new Page(77), Page.class))
        .hasMessageContaining("its total was 77 and comes back as 0");
    Index index = new Index();
    index.total = 3;
    assertThatThrownBy(() -> codec.encode(index, Index.class))
        .hasMessageContaining("its total was");
  }

  record Twice(Bean one, @JsonIgnoreProperties("street") Bean other) {}

  record Both(Bean one, Bean other) {}

  static final class Bean {
    public String name = "";
    String street = "";
  }

  @Test
  void one_object_at_two_places_is_compared_at_both() {
    Bean bean = new Bean();
    codec.encode(new Both(bean, bean), Both.class);
    bean.street = "Main";

    assertThatThrownBy(() -> codec.encode(new Both(bean, bean), Both.class))
        .hasMessageContaining("its one.street was Main");
    assertThatThrownBy(() -> codec.encode(new Twice(bean, bean), Twice.class))
        .hasMessageContaining("its one.street was Main");
  }

  record Keyed(Map<Integer, Set<Row>> rows) {}

  @Test
  void the_place_is_named() {
    assertThatThrownBy(
            () -> codec.encode(new Keyed(Map.of(7, Set.of(new Row(1, "ada")))), Keyed.class))
        .hasMessageContaining("its rows[7][0].name was ada and comes back as ");
  }
}
