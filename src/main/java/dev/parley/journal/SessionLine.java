package dev.parley.journal;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of a session file, both ways: JSON Lines as the session format's documentation has it.
 *
 * <p>The first line is a header {@code {"parley":1,"program":...,"link":...,"started":...}}; every other line is an event
 * {@code {"n":12,"t":0.482113,"dir":"tx","text":"AT+QISEND=0,877\r"}}. {@code t} is seconds since the session began;
 * bytes that are not plain text stand as {@code "hex"}; {@code "by"} stands only where it is not the usual writer.
 */
final class SessionLine {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

    private SessionLine() {}

    static String header(SessionHeader header) {
        return line(g -> {
            g.writeNumberProperty("parley", header.format());
            g.writeStringProperty("program", header.program());
            g.writeStringProperty("link", header.link());
            g.writeStringProperty("profile", header.profile());
            g.writeStringProperty("started", header.started().toString());
            g.writeBooleanProperty("secrets", header.holdsSecrets());
        });
    }

    static SessionHeader header(String line) throws SessionFileException {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JacksonException e) {
            throw new SessionFileException("not a session file: its first line is not JSON", e);
        }
        if (!node.path("parley").isInt()) {
            throw new SessionFileException("not a session file: its first line has no \"parley\" version");
        }
        int format = node.path("parley").asInt();
        if (format != SessionHeader.FORMAT) {
            throw new SessionFileException(
                    "session file format " + format + " is not known to this version, which reads "
                            + SessionHeader.FORMAT + "; open it with a newer Parley");
        }
        try {
            return new SessionHeader(
                    format,
                    node.path("program").asString(""),
                    node.path("link").asString(""),
                    node.path("profile").asString(""),
                    Instant.parse(node.path("started").asString("1970-01-01T00:00:00Z")),
                    node.path("secrets").asBoolean(false));
        } catch (DateTimeException e) {
            throw new SessionFileException("not a session file: its header's start time cannot be read", e);
        }
    }

    /** The line of an event. A secret is written only where {@code keepSecrets}; else the line says it was not kept. */
    static String event(Event event, boolean keepSecrets) {
        if (event instanceof Event.Traffic traffic) {
            return TrafficLine.of(traffic);
        }
        return line(g -> {
            g.writeNumberProperty("n", event.n());
            g.writeNumberProperty("t", seconds(event.nanos()));
            switch (event) {
                case Event.Traffic _ -> {}
                case Event.Signals e -> {
                    g.writeName("signals");
                    g.writeStartObject();
                    g.writeBooleanProperty("cts", e.cts());
                    g.writeBooleanProperty("dsr", e.dsr());
                    g.writeBooleanProperty("dcd", e.dcd());
                    g.writeBooleanProperty("ring", e.ring());
                    g.writeBooleanProperty("rts", e.rts());
                    g.writeBooleanProperty("dtr", e.dtr());
                    g.writeEndObject();
                }
                case Event.LinkChange e -> {
                    g.writeStringProperty("link", word(e.state()));
                    g.writeStringProperty("detail", e.detail());
                }
                case Event.Action e -> {
                    g.writeStringProperty("action", e.name());
                    g.writeStringProperty("detail", e.detail());
                }
                case Event.Note e -> {
                    g.writeStringProperty("note", e.text());
                    e.place().ifPresent(place -> {
                        g.writeName("place");
                        g.writeStartObject();
                        g.writeStringProperty("dir", place.direction().word());
                        g.writeNumberProperty("from", place.from());
                        g.writeNumberProperty("to", place.to());
                        g.writeEndObject();
                    });
                }
                case Event.Secret e -> {
                    g.writeStringProperty("secret", e.label());
                    g.writeStringProperty("client_random", e.clientRandom().hex());
                    if (keepSecrets) {
                        g.writeStringProperty("hex", e.secret().hex());
                    }
                }
            }
        });
    }

    /** The line as read from a file, before the byte offset that only the whole file gives is known. */
    sealed interface Parsed {
        record Whole(Event event) implements Parsed {}

        record Bytes(long n, long nanos, Direction direction, dev.parley.journal.Bytes bytes, Event.Origin origin)
                implements Parsed {}
    }

    /** Reads an event line; traffic gets {@code offset} as its place in its direction's stream. */
    static Parsed parse(String line) throws SessionFileException {
        Parsed.Bytes traffic = TrafficLine.parse(line);
        return traffic == null ? parseAny(line) : traffic;
    }

    private static Parsed parseAny(String line) throws SessionFileException {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JacksonException e) {
            throw new SessionFileException("not JSON", e);
        }
        if (!node.path("n").isIntegralNumber() || !node.path("t").isNumber()) {
            throw new SessionFileException("an event without \"n\" or \"t\"");
        }
        long n = node.path("n").asLong();
        try {
            long nanos = node.path("t").asDecimal().multiply(NANOS).longValueExact();
            if (node.has("dir")) {
                Direction direction = Direction.of(node.path("dir").asString());
                Bytes bytes = node.has("hex")
                        ? Bytes.hex(node.path("hex").asString())
                        : Bytes.latin1(node.path("text").asString(""));
                Event.Origin origin = node.has("by")
                        ? Event.Origin.valueOf(upper(node.path("by").asString()))
                        : usualOrigin(direction);
                return new Parsed.Bytes(n, nanos, direction, bytes, origin);
            }
            return new Parsed.Whole(other(node, n, nanos));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new SessionFileException("an event with a value that cannot be read: " + e.getMessage(), e);
        }
    }

    private static Event other(JsonNode node, long n, long nanos) throws SessionFileException {
        if (node.has("signals")) {
            JsonNode s = node.path("signals");
            return new Event.Signals(
                    n,
                    nanos,
                    s.path("cts").asBoolean(false),
                    s.path("dsr").asBoolean(false),
                    s.path("dcd").asBoolean(false),
                    s.path("ring").asBoolean(false),
                    s.path("rts").asBoolean(false),
                    s.path("dtr").asBoolean(false));
        }
        if (node.has("link")) {
            return new Event.LinkChange(
                    n,
                    nanos,
                    Event.LinkChange.State.valueOf(upper(node.path("link").asString())),
                    node.path("detail").asString(""));
        }
        if (node.has("action")) {
            return new Event.Action(
                    n,
                    nanos,
                    node.path("action").asString(),
                    node.path("detail").asString(""));
        }
        if (node.has("note")) {
            return new Event.Note(n, nanos, node.path("note").asString(), place(node.path("place")));
        }
        if (node.has("secret")) {
            return new Event.Secret(
                    n,
                    nanos,
                    node.path("secret").asString(),
                    Bytes.hex(node.path("client_random").asString("")),
                    Bytes.hex(node.path("hex").asString("")));
        }
        throw new SessionFileException("an event of a kind this version does not know");
    }

    private static Optional<Place> place(JsonNode node) {
        return node.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Place(
                        Direction.of(node.path("dir").asString()),
                        node.path("from").asLong(),
                        node.path("to").asLong()));
    }

    static Event.Origin usualOrigin(Direction direction) {
        return direction == Direction.TX ? Event.Origin.PARLEY : Event.Origin.MODEM;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String upper(String word) {
        return word.toUpperCase(java.util.Locale.ROOT);
    }

    private static BigDecimal seconds(long nanos) {
        BigDecimal seconds = BigDecimal.valueOf(nanos, 9).stripTrailingZeros();
        return seconds.scale() < 0 ? seconds.setScale(0) : seconds;
    }

    private static String line(java.util.function.Consumer<JsonGenerator> body) {
        StringWriter out = new StringWriter();
        try (JsonGenerator g = JSON.createGenerator(out)) {
            g.writeStartObject();
            body.accept(g);
            g.writeEndObject();
        }
        return out.toString();
    }
}
