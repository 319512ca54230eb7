package dev.parley.ui.mqtt;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can stand in a topic or payload to publish and is filled in anew each time: {@code ${n}} counts from 1, {@code ${time}} is Unix
 * time in seconds, {@code ${millis}} in milliseconds, {@code ${iso}} as ISO 8601 in UTC, {@code ${random}} a number from 0 to 100,
 * {@code ${random:5-9}} from 5 to 9, {@code ${uuid}} a random UUID, {@code ${client}} the client id. Anything else stays as it is.
 */
final class Template {
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{(n|time|millis|iso|uuid|client|random)(?::(-?\\d{1,9})-(-?\\d{1,9}))?}");
    private static final int MOST = 100;

    private Template() {}

    /** How they are written, for people. */
    static final String HELP = "${n} ${time} ${millis} ${iso} ${random} ${random:5-9} ${uuid} ${client}";

    static String fill(String text, long count, Instant now, String clientId, RandomGenerator random) {
        Matcher variables = VARIABLE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (variables.find()) {
            String value =
                    switch (variables.group(1)) {
                        case "n" -> Long.toString(count);
                        case "time" -> Long.toString(now.getEpochSecond());
                        case "millis" -> Long.toString(now.toEpochMilli());
                        case "iso" -> now.truncatedTo(ChronoUnit.MILLIS).toString();
                        case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
                        case "client" -> clientId;
                        default -> Integer.toString(number(variables, random));
                    };
            variables.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return variables.appendTail(filled).toString();
    }

    private static int number(Matcher variable, RandomGenerator random) {
        int from = variable.group(2) == null ? 0 : Integer.parseInt(variable.group(2));
        int to = variable.group(3) == null ? MOST : Integer.parseInt(variable.group(3));
        return random.nextInt(Math.min(from, to), Math.max(from, to) + 1);
    }
}
