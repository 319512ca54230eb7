package dev.parley.mqtt;

import dev.parley.journal.Bytes;
import dev.parley.journal.FieldReader;
import dev.parley.journal.FieldReader.CutOffException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the properties of one MQTT 5 packet or of its will (section 2.2.2), each a field of its own. */
final class PropertyReading {
    private static final int MOST_HEX = 32;

    private final MqttPacketType type;
    private final boolean will;
    private final Verdict verdict;
    private final Map<Property, Long> numbers;
    private final Set<Property> seen = EnumSet.noneOf(Property.class);

    /** A reading; numbers: where the values of numeric properties go, and the lengths of texts */
    PropertyReading(MqttPacketType type, boolean will, Verdict verdict, Map<Property, Long> numbers) {
        this.type = type;
        this.will = will;
        this.verdict = verdict;
        this.numbers = numbers;
    }

    /** Length and properties, from where {@code in} stands. */
    void read(FieldReader in) throws CutOffException {
        int length = (int) variable(in, "properties_length", value -> value + " bytes");
        if (length > 0) {
            in.group(will ? "will_properties" : "properties", length, inner -> {
                int count = 0;
                while (inner.left() > 0) {
                    one(inner);
                    count++;
                }
                return count == 1 ? "one" : Integer.toString(count);
            });
        }
    }

    private void one(FieldReader in) throws CutOffException {
        int id = in.left() > 0 ? in.peek(1).u8(0) : 0;
        Optional<Property> known = Property.of(id);
        if (known.isEmpty()) {
            verdict.broken("there is no property " + id);
            in.opaque("unknown_property", in.left(), bytes -> "identifier " + id + ", the rest cannot be read");
            return;
        }
        Property property = known.get();
        if (will ? !property.isInWill() : !property.isIn(type)) {
            misplaced(property);
        }
        if (!seen.add(property) && !property.repeats(type)) {
            verdict.broken("the property " + words(property) + " stands there twice");
        }
        in.group(property.word(), sizeOf(property, in), inner -> {
            inner.u8("identifier", value -> "0x" + HexFormat.of().toHexDigits((byte) value));
            return value(property, inner);
        });
    }

    private void misplaced(Property property) {
        String where = will ? "a will" : type.name();
        verdict.broken("the property " + words(property) + " does not belong into " + where);
    }

    /** How long a property is; where it is cut off, as long as it says it is. */
    private static int sizeOf(Property property, FieldReader in) {
        return 1
                + switch (property.form()) {
                    case BYTE -> 1;
                    case U16 -> 2;
                    case U32 -> 4;
                    case VARIABLE -> digits(in, 1);
                    case STRING, BINARY, SECRET -> counted(in, 1);
                    case PAIR -> {
                        int name = counted(in, 1);
                        yield name + counted(in, 1 + name);
                    }
                };
    }

    private static int counted(FieldReader in, int at) {
        return in.left() < at + 2 ? 2 : 2 + in.peek16(at);
    }

    private String value(Property property, FieldReader in) throws CutOffException {
        return switch (property.form()) {
            case BYTE -> number(property, in.u8("value", property::words));
            case U16 -> number(property, in.u16("value", property::words));
            case U32 -> number(property, in.u32("value", property::words));
            case VARIABLE -> number(property, variable(in, "value", property::words));
            case STRING -> {
                String text = Text.read(in, "value", verdict);
                if (property == Property.RESPONSE_TOPIC && (text.indexOf('#') >= 0 || text.indexOf('+') >= 0)) {
                    verdict.broken("there is a wildcard in the response topic", "3.3.2-14");
                }
                numbers.put(property, (long) text.length());
                yield text;
            }
            case BINARY -> {
                int length = in.u16("length", Integer::toString);
                Bytes bytes = in.opaque("value", length, PropertyReading::hex);
                yield hex(bytes);
            }
            case SECRET -> {
                int length = in.u16("length", Integer::toString);
                in.opaque("value", length, bytes -> "<" + bytes.length() + " bytes>");
                yield "<" + length + " bytes>";
            }
            case PAIR -> {
                String name = Text.read(in, "name", verdict);
                yield name + " = " + Text.read(in, "value", verdict);
            }
        };
    }

    private String number(Property property, long value) {
        property.trouble(value).ifPresent(words -> {
            if (property == Property.TOPIC_ALIAS) {
                verdict.broken("the topic alias is 0", "3.3.2-8");
            } else {
                verdict.broken(words);
            }
        });
        numbers.put(property, value);
        return property.words(value);
    }

    /** A variable byte integer (MQTT 5 section 1.5.5). */
    private long variable(FieldReader in, String name, java.util.function.LongFunction<String> words)
            throws CutOffException {
        Bytes bytes = in.opaque(name, digits(in, 0), value -> words.apply(PacketReading.remaining(value)));
        int last = bytes.u8(bytes.length() - 1);
        if ((last & 0x80) != 0) {
            verdict.broken("a variable byte integer has more than four bytes");
        } else if (bytes.length() > 1 && last == 0) {
            verdict.broken("a variable byte integer is longer than it need be", "1.5.5-1");
        }
        return PacketReading.remaining(bytes);
    }

    private static int digits(FieldReader in, int from) {
        int digits = 1;
        while (digits < 4
                && from + digits <= in.left()
                && (in.peek(from + digits).u8(from + digits - 1) & 0x80) != 0) {
            digits++;
        }
        return digits;
    }

    private static String words(Property property) {
        return property.word().replace('_', ' ');
    }

    private static String hex(Bytes bytes) {
        return bytes.length() <= MOST_HEX
                ? bytes.hex()
                : bytes.slice(0, MOST_HEX).hex() + "…, " + bytes.length() + " bytes";
    }
}
