package dev.parley.ui.mqtt;

import dev.parley.journal.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The ways a payload can be looked at. */
enum PayloadFormat {
    TEXT("Text"),
    JSON("JSON"),
    CHANGES("Changes"),
    HEX("Hex"),
    BASE64("Base64"),
    CBOR("CBOR");

    /** So much of a payload is shown; what is cut is said. */
    static final int MOST = 64 * 1024;

    private static final int MOST_LINES = 400;
    private static final int BYTES_A_LINE = 16;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final String title;

    PayloadFormat(String title) {
        this.title = title;
    }

    /**
     * The payload in this format.
     *
     * @param before the payload of the message before it under the same topic; empty if there is none
     */
    String show(Bytes payload, Bytes before) {
        Bytes shown = payload.slice(0, Math.min(MOST, payload.length()));
        String cut =
                shown.length() < payload.length() ? "\n(the first " + MOST + " of " + payload.length() + " bytes)" : "";
        return switch (this) {
            case TEXT -> shown.utf8() + cut;
            case JSON -> json(payload);
            case CHANGES -> changes(json(before), json(payload));
            case HEX -> hex(shown) + cut;
            case CBOR -> Cbor.show(shown) + cut;
            case BASE64 -> Base64.getMimeEncoder().encodeToString(shown.toArray()) + cut;
        };
    }

    /** The format that suits a payload: JSON where it is some. */
    static PayloadFormat of(Bytes payload) {
        if (payload.isEmpty()) {
            return TEXT;
        }
        int first = payload.u8(0);
        boolean maybe = payload.length() <= MOST && (first == '{' || first == '[');
        return maybe && isJson(payload)
                ? JSON
                : payload.isPlainText() ? TEXT : Cbor.isLikely(payload) ? CBOR : isUtf8(payload) ? TEXT : HEX;
    }

    private static boolean isUtf8(Bytes payload) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload.toArray()));
            return true;
        } catch (CharacterCodingException bytes) {
            return false;
        }
    }

    private static boolean isJson(Bytes payload) {
        try {
            MAPPER.readTree(payload.toArray());
            return true;
        } catch (JacksonException notJson) {
            return false;
        }
    }

    private static String json(Bytes payload) {
        if (payload.length() > MOST) {
            return "The payload has " + payload.length()
                    + " bytes: too long to be laid out as JSON. Look at it as text.";
        }
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(MAPPER.readTree(payload.toArray()));
        } catch (JacksonException notJson) {
            return payload.utf8();
        }
    }

    private static String hex(Bytes payload) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < payload.length(); at += BYTES_A_LINE) {
            Bytes line = payload.slice(at, Math.min(payload.length(), at + BYTES_A_LINE));
            text.append(String.format(Locale.ROOT, "%06x  %-32s  ", at, line.hex()));
            for (int i = 0; i < line.length(); i++) {
                int value = line.u8(i);
                text.append(value >= 0x20 && value < 0x7f ? (char) value : '.');
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** Line by line: what both have, what went ({@code -}) and what came ({@code +}). */
    static String changes(String before, String after) {
        List<String> old = before.lines().limit(MOST_LINES).toList();
        List<String> now = after.lines().limit(MOST_LINES).toList();
        int[][] common = new int[old.size() + 1][now.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(now.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
                lines.add("  " + old.get(i));
                i++;
                j++;
            } else if (j >= now.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add("- " + old.get(i));
                i++;
            } else {
                lines.add("+ " + now.get(j));
                j++;
            }
        }
        return String.join("\n", lines);
    }

    @Override
    public String toString() {
        return title;
    }
}
