package dev.parley.tls;

import dev.parley.journal.Bytes;
import dev.parley.journal.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the bytes of two messages of the same kind differ, field by field.
 *
 * <p>Lengths are left out, since they follow from what they count, and so is what is made afresh for every handshake.
 */
final class Differences {
    /** Random, chosen anew or made from what is: no difference between two handshakes (RFC 5246, RFC 8446). */
    private static final Set<String> FRESH = Set.of(
            "random",
            "session_id",
            "key_exchange",
            "ec_point",
            "dh_Ys",
            "dh_Yc",
            "encrypted_pre_master_secret",
            "signature",
            "verify_data",
            "ticket",
            "ticket_nonce",
            "ticket_age_add",
            "cookie",
            "identity",
            "obfuscated_ticket_age",
            "binder",
            "renegotiated_connection",
            "cid",
            "padding");

    private static final Pattern BITS = Pattern.compile("([0-9]{1,7}) bits");

    /** More differences than these do not help. */
    private static final int MOST = 40;

    private final Bytes first;
    private final Bytes second;
    private final List<Comparison.Difference> found = new ArrayList<>();

    private Differences(Bytes first, Bytes second) {
        this.first = first;
        this.second = second;
    }

    static List<Comparison.Difference> of(
            TlsConversation firstConversation, TlsMessage one, TlsConversation secondConversation, TlsMessage other) {
        MessageLayout a = MessageLayout.of(firstConversation, one);
        MessageLayout b = MessageLayout.of(secondConversation, other);
        Differences differences = new Differences(a.bytes(), b.bytes());
        differences.carriers(a, b);
        if (a.isReadable() && b.isReadable()) {
            differences.lists(
                    "",
                    MessageFields.of(a.negotiated(), one, a.bytes(), offset -> offset),
                    MessageFields.of(b.negotiated(), other, b.bytes(), offset -> offset));
        } else if (a.isReadable() != b.isReadable()) {
            differences.add("protection", readable(a), readable(b));
        } else if (a.bytes().length() != b.bytes().length()) {
            differences.add("encrypted", MessageFields.size(a.bytes()), MessageFields.size(b.bytes()));
        }
        return differences.found;
    }

    /** How the message was cut into records, where it was cut differently. */
    private void carriers(MessageLayout a, MessageLayout b) {
        List<MessageLayout.Carrier> left = a.carriers();
        List<MessageLayout.Carrier> right = b.carriers();
        boolean same = left.size() == right.size();
        for (int i = 0; same && i + 1 < left.size(); i++) {
            same = left.get(i).length() == right.get(i).length();
        }
        if (!same) {
            add("records", cut(left), cut(right));
        } else if (!shared(left).equals(shared(right))) {
            add("records", shared(left), shared(right));
        }
    }

    private static String cut(List<MessageLayout.Carrier> carriers) {
        return carriers.size() == 1
                ? "one record"
                : carriers.size() + " records of "
                        + carriers.stream()
                                .limit(8)
                                .map(carrier ->
                                        Integer.toString(carrier.record().size()))
                                .collect(Collectors.joining(", "))
                        + (carriers.size() > 8 ? ", ..." : "");
    }

    private static String shared(List<MessageLayout.Carrier> carriers) {
        String others = carriers.stream()
                .flatMap(carrier -> carrier.others().stream())
                .map(MessageLayout.Neighbour::title)
                .limit(8)
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? "a record of its own" : "one record with " + others;
    }

    private static String readable(MessageLayout layout) {
        return layout.isReadable() ? "in the clear" : "encrypted, " + MessageFields.size(layout.bytes());
    }

    private void lists(String path, List<Field> left, List<Field> right) {
        if (isPlainList(left) && isPlainList(right) && (left.size() > 1 || right.size() > 1)) {
            values(path, left, right);
            return;
        }
        Map<String, List<Field>> byName = new HashMap<>();
        right.forEach(field ->
                byName.computeIfAbsent(field.name(), name -> new ArrayList<>()).add(field));
        Map<String, Integer> used = new HashMap<>();
        List<Integer> places = new ArrayList<>();
        Set<Field> met = new HashSet<>();
        for (Field field : left) {
            int number = used.merge(field.name(), 1, Integer::sum) - 1;
            List<Field> same = byName.getOrDefault(field.name(), List.of());
            if (number < same.size()) {
                Field counterpart = same.get(number);
                met.add(counterpart);
                places.add(counterpart.from());
                pair(inside(path, field), field, counterpart);
            } else if (!isLength(field)) {
                add(inside(path, field), told(field), "");
            }
        }
        for (Field field : right) {
            if (!met.contains(field) && !isLength(field)) {
                add(inside(path, field), "", told(field));
            }
        }
        if (!places.equals(places.stream().sorted().toList())) {
            add(path + (path.isEmpty() ? "" : ", ") + "order", names(left), names(right));
        }
    }

    private void pair(String path, Field left, Field right) {
        if (isLength(left) || FRESH.contains(left.name()) || bytes(first, left).equals(bytes(second, right))) {
            return;
        }
        if (left.children().isEmpty() || right.children().isEmpty()) {
            differ(path, left, right);
            return;
        }
        int before = found.size();
        lists(path, left.children(), right.children());
        if (found.size() == before && !hasFresh(left) && !isCovered(left)) {
            differ(path, left, right);
        }
    }

    /** Two values; where words do not tell them apart, by the first byte that differs, counted from 1. */
    private void differ(String path, Field left, Field right) {
        if (!told(left).equals(told(right))) {
            add(path, told(left), told(right));
            return;
        }
        Bytes a = content(bytes(first, left), told(left));
        Bytes b = content(bytes(second, right), told(right));
        int at = 0;
        while (at < Math.min(a.length(), b.length()) && a.u8(at) == b.u8(at)) {
            at++;
        }
        add(path, told(left) + byteAt(a, at), told(right) + byteAt(b, at));
    }

    /** Of a BIT STRING the bits, without what DER puts before them: its bytes are counted as the operator counts a signature's. */
    private static Bytes content(Bytes bytes, String told) {
        Matcher bits = BITS.matcher(told);
        return bits.matches() ? bytes.from(Math.max(0, bytes.length() - Integer.parseInt(bits.group(1)) / 8)) : bytes;
    }

    private static String byteAt(Bytes bytes, int at) {
        return at < bytes.length()
                ? String.format(Locale.ROOT, ", byte %d of %d is %02x", at + 1, bytes.length(), bytes.u8(at))
                : ", " + bytes.length() + " bytes";
    }

    /** A list of numbers: what one has and the other has not, and whether the order differs. */
    private void values(String path, List<Field> left, List<Field> right) {
        List<String> a = left.stream().map(Field::value).toList();
        List<String> b = right.stream().map(Field::value).toList();
        if (a.equals(b)) {
            return;
        }
        Set<String> onlyA = new LinkedHashSet<>(a);
        b.forEach(onlyA::remove);
        Set<String> onlyB = new LinkedHashSet<>(b);
        a.forEach(onlyB::remove);
        if (onlyA.isEmpty() && onlyB.isEmpty()) {
            add(path + ", order", String.join(", ", a), String.join(", ", b));
        } else {
            add(path, String.join(", ", onlyA), String.join(", ", onlyB));
        }
    }

    private static boolean isPlainList(List<Field> fields) {
        return !fields.isEmpty()
                && fields.stream()
                        .allMatch(field -> field.children().isEmpty()
                                && field.name().equals(fields.getFirst().name())
                                && !FRESH.contains(field.name()));
    }

    private static boolean isLength(Field field) {
        String name = field.name();
        // what is agreed on under that name is no length of what is sent
        return (name.endsWith("length") && !name.startsWith("max")) || name.equals("handshake_header");
    }

    private static boolean hasFresh(Field field) {
        return FRESH.contains(field.name()) || field.children().stream().anyMatch(Differences::hasFresh);
    }

    /** True where the children tell every byte of the field, so that what differs was met in them. */
    private static boolean isCovered(Field field) {
        int at = field.from();
        for (Field child : field.children()) {
            if (child.from() != at) {
                return false;
            }
            at = child.to();
        }
        return at == field.to();
    }

    private static String inside(String path, Field field) {
        return path.isEmpty() ? field.name() : path + ", " + field.name();
    }

    private static String names(List<Field> fields) {
        return fields.stream().map(Field::name).collect(Collectors.joining(", "));
    }

    private static String told(Field field) {
        return field.value().isEmpty() ? field.length() + " bytes" : field.value();
    }

    private static Bytes bytes(Bytes message, Field field) {
        return message.slice(field.from(), field.to());
    }

    private void add(String field, String one, String other) {
        if (found.size() < MOST) {
            found.add(new Comparison.Difference(field, one, other));
        }
    }
}
