package dev.parley.tls;

import java.util.Comparator;
import java.util.List;

/**
 * How a client writes its ClientHello, whatever it offers in it.
 *
 * @param recordVersion the version in the header of the record that carries it, for example 0x0301: a server must not judge by it
 *     (RFC 8446 section 5.1)
 * @param extensionOrder the types of the extensions in the order they are written; what is not named comes after them, the lowest
 *     number first, and pre_shared_key last in any case (RFC 8446 section 4.2.11)
 */
public record HelloForm(int recordVersion, List<Integer> extensionOrder) {
    /** The order of mbedTLS 2.x ({@code ssl_cli.c}), with TLS 1.3's extensions after it. */
    public static final HelloForm STANDARD =
            new HelloForm(0x0301, List.of(0, 13, 10, 11, 1, 22, 23, 16, 35, 43, 45, 51));

    public HelloForm {
        extensionOrder = List.copyOf(extensionOrder);
    }

    /** Which of two types of extension is written first. */
    public Comparator<Integer> order() {
        return Comparator.<Integer>comparingInt(type -> type == Hello.PRE_SHARED_KEY ? 1 : 0)
                .thenComparingInt(
                        type -> extensionOrder.contains(type) ? extensionOrder.indexOf(type) : extensionOrder.size())
                .thenComparing(Comparator.naturalOrder());
    }
}
