package dev.parley.mqtt;

import dev.parley.journal.Bytes;
import dev.parley.journal.FieldReader;
import dev.parley.journal.FieldReader.CutOffException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** UTF-8 encoded strings (MQTT 3.1.1 section 1.5.3, MQTT 5 section 1.5.4). */
final class Text {
    private Text() {}

    /** The string {@code in} stands at, with its length, as two fields. */
    static String read(FieldReader in, String name, Verdict verdict) throws CutOffException {
        return read(in, name, 5, verdict);
    }

    static String read(FieldReader in, String name, int level, Verdict verdict) throws CutOffException {
        int length = in.u16(name + "_length", Integer::toString);
        Bytes bytes = in.opaque(name, length, Bytes::utf8);
        String words = name.replace('_', ' ');
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toArray()))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                verdict.broken("there is a null character in the " + words, level, "1.5.3-2", "1.5.4-2");
            }
            return text;
        } catch (CharacterCodingException malformed) {
            verdict.broken("the " + words + " is not UTF-8", level, "1.5.3-1", "1.5.4-1");
            return bytes.utf8();
        }
    }
}
