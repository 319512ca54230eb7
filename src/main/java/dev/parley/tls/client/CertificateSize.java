package dev.parley.tls.client;

import java.util.List;
import java.util.OptionalInt;

/**
 * How many bytes a client's Certificate will take on the wire, by arithmetic before one is sent.
 *
 * @param total all its records, headers included
 * @param records how many
 * @param sum what the total is made of, for example {@code 5 + 4 + 3 + 3 + 862}
 */
public record CertificateSize(int total, int records, String sum) {
    private static final int RECORD_HEADER = 5;

    /** In TLS 1.2, in the clear (RFC 5246 section 7.4.2): a length before each certificate and one before the list. */
    public static CertificateSize tls12(List<Integer> chain, OptionalInt mostFragment) {
        return of(chain, mostFragment, List.of(3), 0, 0);
    }

    /**
     * In TLS 1.3 (RFC 8446 sections 4.4.2 and 5.2), with a tag of 16 bytes, as all usual suites have it: there are the request context's
     * length, the length of each certificate's extensions, and behind each record's content its type and the tag.
     */
    public static CertificateSize tls13(List<Integer> chain, OptionalInt mostFragment) {
        return of(chain, mostFragment, List.of(1, 3), 2, 1 + 16);
    }

    private static CertificateSize of(
            List<Integer> chain, OptionalInt mostFragment, List<Integer> lengths, int extensions, int protection) {
        int message = 4 + lengths.stream().mapToInt(Integer::intValue).sum();
        StringBuilder sum = new StringBuilder("4");
        lengths.forEach(length -> sum.append(" + ").append(length));
        for (int der : chain) {
            message += 3 + der + extensions;
            sum.append(" + 3 + ").append(der).append(extensions == 0 ? "" : " + " + extensions);
        }
        int most = mostFragment.orElse(Experiments.MOST_FRAGMENT);
        int records = (message + most - 1) / most;
        String each = records == 1 ? "" : records + " x ";
        return new CertificateSize(
                message + records * (RECORD_HEADER + protection),
                records,
                each + RECORD_HEADER + " + " + sum
                        + (protection == 0 ? "" : " + " + each + "1 + " + each + (protection - 1)));
    }

    /** For example {@code 892 = 4 x 5 + 4 + 3 + 3 + 862 bytes in 4 records}. */
    public String words() {
        return total + " = " + sum + " bytes" + (records == 1 ? "" : " in " + records + " records");
    }
}
