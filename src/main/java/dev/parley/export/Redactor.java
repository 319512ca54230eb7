package dev.parley.export;

import dev.parley.doctor.CaseView;
import dev.parley.journal.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Replaces identifying values in the texts of one session; see {@link Redaction} for which. Immutable; any thread. */
public final class Redactor {
    private static final Redactor OFF = new Redactor(Bytes.empty(), KnownValues.NONE);

    /** Which arguments of which command or answer are a user name, a password or a PIN; counted from 0. */
    private static final Map<String, Set<Integer>> CREDENTIALS = Map.of(
            "QICSGP=", Set.of(3, 4),
            "QICSGP:", Set.of(2, 3),
            "CGAUTH=", Set.of(2, 3),
            "CGAUTH:", Set.of(2, 3),
            "QMTCONN=", Set.of(2, 3),
            "QFTPCFG=", Set.of(1, 2),
            "CPIN=", Set.of(0, 1),
            "CLCK=", Set.of(2),
            "CPWD=", Set.of(1, 2));

    private static final Pattern COMMAND =
            Pattern.compile("\\+(QICSGP|CGAUTH|QMTCONN|QFTPCFG|CPIN|CLCK|CPWD)([=:])(?!\\?)", Pattern.CASE_INSENSITIVE);

    static final Pattern LONG_NUMBER = Pattern.compile("(?<![\\w.])\\d{14,20}F?(?![\\w])");
    static final Pattern PHONE = Pattern.compile("(?<![\\w+.])\\+\\d{7,15}(?!\\w)");
    static final Pattern DOTTED = Pattern.compile("(?<![\\w.])\\d{1,3}(?:\\.\\d{1,3})+(?!\\w|\\.\\d)");
    static final Pattern COLONS = Pattern.compile("(?<![\\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\\w:])");

    private final Bytes salt;
    private final List<Pattern> credentials;
    private final List<Pattern> unmistakable;
    private final List<Pattern> phones;
    private final List<Pattern> names;
    private final Map<String, String> replacements;

    private Redactor(Bytes salt, KnownValues known) {
        this.salt = salt;
        this.credentials = literals("", known.credentials());
        this.unmistakable = literals(
                "",
                known.credentials().stream()
                        .filter(value -> !value.chars().allMatch(Character::isLetter))
                        .collect(Collectors.toSet()));
        this.phones = literals("\\+?", known.phones());
        this.names = literals("", known.names());
        Map<String, String> all = new LinkedHashMap<>();
        if (isOn()) {
            known.all().forEach((value, kind) -> all.put(value, pseudonym(kind, value)));
        }
        this.replacements = Collections.unmodifiableMap(all);
    }

    static Redactor off() {
        return OFF;
    }

    /** @param names true to replace the endpoint's name and client identifiers, too */
    static Redactor of(Bytes salt, CaseView view, boolean names) {
        return new Redactor(salt, KnownValues.of(view, names));
    }

    /** One pattern for all values, the longest first, each only where it does not continue a word; nothing for no values. */
    private static List<Pattern> literals(String before, Set<String> values) {
        if (values.isEmpty()) {
            return List.of();
        }
        return List.of(Pattern.compile(values.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?<!\\w)" + before + "(?:", ")(?!\\w)"))));
    }

    public boolean isOn() {
        return !salt.isEmpty();
    }

    /** {@code text} with every value replaced that {@link Redaction} names; the same text where redaction is off. */
    public String text(String text) {
        return replaced(text, credentials);
    }

    /**
     * The same for a sentence of this program's own, where a word like {@code device} is a word even if it is somebody's user
     * name as well: credentials of letters only are replaced in their commands alone.
     */
    public String prose(String sentence) {
        return replaced(sentence, unmistakable);
    }

    private String replaced(String text, List<Pattern> literals) {
        if (!isOn() || text.isEmpty()) {
            return text;
        }
        String result = inCommands(text);
        for (Pattern pattern : literals) {
            result = pattern.matcher(result).replaceAll(match -> literal("credential", match.group()));
        }
        for (Pattern pattern : names) {
            result = pattern.matcher(result).replaceAll(match -> literal("name", match.group()));
        }
        for (Pattern pattern : phones) {
            result = pattern.matcher(result).replaceAll(match -> literal("phone", digits(match)));
        }
        result = PHONE.matcher(result).replaceAll(match -> literal("phone", digits(match)));
        result = DOTTED.matcher(result).replaceAll(this::dotted);
        result = COLONS.matcher(result).replaceAll(this::colons);
        return LONG_NUMBER.matcher(result).replaceAll(match -> literal("id", match.group()));
    }

    /**
     * {@code bytes} with every value that the session's AT traffic or MQTT CONNECT told overwritten, length for length, by the
     * beginning of its pseudonym: so that lengths and offsets in what is around it stay true.
     */
    public Bytes payload(Bytes bytes) {
        return isOn() && !bytes.isEmpty() ? overwritten(bytes, bytes.latin1(), bytes.toArray()) : bytes;
    }

    /** The same for all that crossed a link one way, AT lines included: credentials in their commands and numbers nobody told before. */
    Bytes link(Bytes bytes) {
        if (!isOn() || bytes.isEmpty()) {
            return bytes;
        }
        String text = bytes.latin1();
        byte[] copy = bytes.toArray();
        for (Span span : credentialSpans(text)) {
            overwrite(
                    copy, span.from(), pseudonym("credential", text.substring(span.from(), span.to())), span.length());
        }
        overwrite(copy, text, PHONE, "phone", 1);
        overwrite(copy, text, LONG_NUMBER, "id", 0);
        overwrite(copy, text, DOTTED, "ip", 0);
        return overwritten(bytes, text, copy);
    }

    private void overwrite(byte[] copy, String text, Pattern pattern, String kind, int skipped) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            String value = text.substring(matcher.start() + skipped, matcher.end());
            if (!kind.equals("ip") || isAddress(value)) {
                overwrite(copy, matcher.start() + skipped, pseudonym(kind, value), value.length());
            }
        }
    }

    /** {@code copy} with the known values in {@code text} overwritten. */
    private Bytes overwritten(Bytes bytes, String text, byte[] copy) {
        replacements.forEach((value, pseudonym) -> {
            String wire = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            for (int at = text.indexOf(wire); at >= 0; at = text.indexOf(wire, at + 1)) {
                overwrite(copy, at, pseudonym, wire.length());
            }
        });
        Bytes masked = Bytes.wrap(copy);
        return masked.equals(bytes) ? bytes : masked;
    }

    private static void overwrite(byte[] copy, int at, String pseudonym, int length) {
        String hidden = pseudonym.replace("-", "");
        for (int i = 0; i < length; i++) {
            copy[at + i] = (byte) hidden.charAt(hidden.length() - 1 - i % hidden.length());
        }
    }

    /** True if any value that is to be replaced stands in {@code bytes}. */
    boolean knows(Bytes bytes) {
        return !payload(bytes).equals(bytes);
    }

    /** What is replaced in this session, each value with its pseudonym: the preview of an export. The longest values come first. */
    public Map<String, String> replacements() {
        return replacements;
    }

    private String inCommands(String text) {
        List<Span> spans = credentialSpans(text);
        if (spans.isEmpty()) {
            return text;
        }
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (Span span : spans) {
            result.append(text, at, span.from())
                    .append(pseudonym("credential", text.substring(span.from(), span.to())));
            at = span.to();
        }
        return result.append(text, at, text.length()).toString();
    }

    private String dotted(MatchResult match) {
        String value = match.group();
        return isAddress(value) ? literal("ip", value) : Matcher.quoteReplacement(value);
    }

    /** True if {@code value}, numbers with full stops between, is an address of somebody's. */
    static boolean isAddress(String value) {
        String[] parts = value.split("\\.", -1);
        boolean octets = parts.length == 4 || parts.length == 16;
        for (String part : parts) {
            boolean leadingZero = part.length() > 1 && part.charAt(0) == '0';
            octets &= !leadingZero && Integer.parseInt(part) <= 255;
        }
        boolean nobody = value.startsWith("127.") || value.equals("0.0.0.0");
        return octets && !nobody;
    }

    private String colons(MatchResult match) {
        String value = match.group();
        return isColonAddress(value) ? literal("ip", value) : Matcher.quoteReplacement(value);
    }

    /** True if {@code value}, hex digits with colons between, is an IPv6 address of somebody's. */
    static boolean isColonAddress(String value) {
        long colons = value.chars().filter(c -> c == ':').count();
        boolean whole = colons == 7 && !value.startsWith(":") && !value.endsWith(":");
        boolean nobody = value.equals("::") || value.equals("::1");
        return (whole || value.contains("::")) && !nobody;
    }

    /** A phone number without its plus: it is the same with and without. */
    private static String digits(MatchResult match) {
        return match.group().replace("+", "");
    }

    private String literal(String kind, String value) {
        return Matcher.quoteReplacement(pseudonym(kind, value));
    }

    private String pseudonym(String kind, String value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt.toArray(), "HmacSHA256"));
            // An IPv6 address is the same in both cases of letters.
            String same = kind.equals("ip") ? value.toLowerCase(Locale.ROOT) : value;
            byte[] hash = mac.doFinal(same.getBytes(StandardCharsets.UTF_8));
            return kind + "-" + HexFormat.of().formatHex(hash, 0, 4);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    record Span(int from, int to) {
        int length() {
            return to - from;
        }
    }

    /** Where credentials stand in {@code text}, without their quotes, in order. */
    static List<Span> credentialSpans(String text) {
        List<Span> spans = new ArrayList<>();
        Matcher command = COMMAND.matcher(text);
        int at = 0;
        while (at <= text.length() && command.find(at)) {
            Set<Integer> wanted =
                    CREDENTIALS.getOrDefault(command.group(1).toUpperCase(Locale.ROOT) + command.group(2), Set.of());
            at = arguments(text, command.end(), wanted, spans);
        }
        return spans;
    }

    /** Adds the wanted arguments of the list that begins at {@code from}; gives where the list ends. */
    private static int arguments(String text, int from, Set<Integer> wanted, List<Span> spans) {
        int argument = 0;
        int start = from;
        boolean quoted = false;
        int at = from;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\r' || c == '\n' || (!quoted && (c == ';' || (c == ' ' && at > from)))) {
                break;
            } else if (c == ',' && !quoted) {
                add(text, start, at, wanted.contains(argument), spans);
                argument++;
                start = at + 1;
            }
        }
        add(text, start, at, wanted.contains(argument), spans);
        return at;
    }

    private static void add(String text, int start, int end, boolean wanted, List<Span> spans) {
        int from = start;
        int to = end;
        while (from < to && (text.charAt(from) == ' ' || text.charAt(from) == '"')) {
            from++;
        }
        while (to > from && text.charAt(to - 1) == '"') {
            to--;
        }
        if (wanted && to > from) {
            spans.add(new Span(from, to));
        }
    }
}
