package dev.duly.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIgnoreType;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.junit.jupiter.api.Test;

/** What a class leaves out of its payload on purpose may be lost, and nothing else. */
class LeftOutTest {
  private final JacksonCodec codec = JacksonCodec.standard();

  @JsonIgnoreProperties(ignoreUnknown = true)
  static final class Lenient {
    private final int photo;
    private final String to;

    Lenient() {
      this(0, "");
    }

    Lenient(int photo, String to) {
      this.photo = photo;
      this.to = to;
    }

    @JsonIgnore
    public int getPhoto() {
      return photo;
    }

    public String getAddress() {
      return to;
    }
  }

  @Test
  void what_is_left_out_on_purpose_is_that_field_alone() {
    codec.encode(new Lenient(3, ""), Lenient.class);

    assertThatThrownBy(() -> codec.encode(new Lenient(3, "ada"), Lenient.class))
        .hasMessageContaining("its to was ada");
  }

  static final class Marked {
    private String to = "";
    @JsonIgnore private int attempts = 3;
    private transient int hash = 7;

    public String getTo() {
      return to;
    }

    public void setTo(String to) {
      this.to = to;
    }

    int sum() {
      return attempts + hash;
    }
  }

  @Test
  void what_is_marked_as_left_out_may_be_lost() {
    Marked marked = new Marked();
    marked.setTo("ada");
    marked.attempts = 5;
    marked.hash = 5;

    assertThat(codec.encode(marked, Marked.class).text()).isEqualTo("{\"to\":\"ada\"}");
    assertThat(marked.sum()).isEqualTo(10);
  }

  @JsonIgnoreType
  static final class Clock {
    int ticks;
  }

  static class Base {
    String secret = "";
    String mail = "";
    String phone = "";

    public String getMail() {
      return mail;
    }

    @JsonProperty("e_mail")
    public void setMail(String mail) {
      this.mail = mail;
    }

    public String getPhone() {
      return phone;
    }
  }

  @JsonIgnoreProperties({"secret", "e_mail"})
  static final class Sub extends Base {
    Clock clock = new Clock();
    public String name = "";

    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    private String shown = "";

    @Override
    @JsonIgnore
    public String getPhone() {
      return phone;
    }

    public String getShown() {
      return shown;
    }
  }

  @Test
  void what_a_subclass_a_type_or_an_access_leaves_out_is_left_out() {
    Sub sub = new Sub();
    sub.secret = "s";
    sub.mail = "m";
    sub.phone = "p";
    sub.shown = "x";
    sub.clock.ticks = 7;
    sub.name = "ada";

    assertThat(codec.decode(codec.encode(sub, Sub.class), Sub.class).name).isEqualTo("ada");
  }
}
