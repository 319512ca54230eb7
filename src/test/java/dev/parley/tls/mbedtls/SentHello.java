package dev.parley.tls.mbedtls;

import dev.parley.journal.Bytes;
import dev.parley.tls.Hello;
import dev.parley.tls.TlsNames;
import java.util.ArrayList;
import java.util.List;

/** What a ClientHello on the wire offers, in the names of IANA. */
record SentHello(List<String> suites, List<String> groups, List<String> schemes, List<String> extensions) {
    private static final int EMPTY_RENEGOTIATION_INFO = 0x00ff;

    /** Of the first record of a connection. */
    static SentHello of(Bytes record) {
        Hello hello = Hello.client(record.from(9)).orElseThrow();
        return new SentHello(
                hello.suites().stream()
                        .filter(suite -> suite != EMPTY_RENEGOTIATION_INFO)
                        .map(TlsNames::suite)
                        .toList(),
                list(hello, 10).stream().map(TlsNames::group).toList(),
                list(hello, 13).stream().map(TlsNames::scheme).toList(),
                hello.extensions().stream()
                        .map(extension -> TlsNames.extension(extension.type()))
                        .toList());
    }

    /** As the profile foresees it. */
    static SentHello of(MbedTlsProfile profile) {
        var offer = profile.offer().orElseThrow();
        return new SentHello(
                offer.suites().stream().map(TlsNames::suite).toList(),
                offer.groups().stream().map(TlsNames::group).toList(),
                offer.signatureSchemes().stream().map(TlsNames::scheme).toList(),
                profile.extensions().stream().map(TlsNames::extension).toList());
    }

    private static List<Integer> list(Hello hello, int type) {
        List<Integer> numbers = new ArrayList<>();
        hello.extension(type).ifPresent(data -> {
            for (int i = 2; i + 2 <= data.length(); i += 2) {
                numbers.add(data.u16(i));
            }
        });
        return numbers;
    }
}
