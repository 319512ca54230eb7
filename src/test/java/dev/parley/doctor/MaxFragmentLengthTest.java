package dev.parley.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A client that has no room for a record")
class MaxFragmentLengthTest {
    private static final Bytes CLIENT_HELLO = Bytes.hex("1603010004" + "01000000");
    private static final Bytes RECORD_OVERFLOW = Bytes.hex("15030300020216");

    @Test
    @DisplayName("says so at its header, and what it then leaves unread is no loss")
    void refusesAtTheHeader() throws Exception {
        Bytes header = Bytes.hex("16030325a1" + "02000035");
        try (Told told = new Told()) {
            told.opens(0, 1);
            told.sends(0, CLIENT_HELLO);
            told.pushes(0, header.plus(Bytes.wrap(new byte[1000])));
            told.sends(0, RECORD_OVERFLOW);
            told.closes(0);
            assertThat(told.codes()).startsWith("max-fragment-length").doesNotContain("bytes-lost-from-modem");
        }
    }
}
