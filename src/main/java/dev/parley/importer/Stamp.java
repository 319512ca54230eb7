package dev.parley.importer;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A time stamp at the beginning of a line.
 *
 * @param nanos of a clock of the log's own: since 1970, since the day began, or since the program did
 * @param ofDay true where it is a time of day without a date
 * @param end where the line goes on, behind the stamp and what sets it off
 */
record Stamp(long nanos, boolean ofDay, int end) {
    private static final long SECOND = 1_000_000_000L;
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final String DAYS = "MonTueWedThuFriSatSun";

    /** Characters that no line with a stamp begins with: all but blanks, brackets, digits and capital letters. */
    private static final boolean[] NEVER = never();

    private static boolean[] never() {
        boolean[] never = new boolean[256];
        for (int c = 0; c < never.length; c++) {
            boolean begins =
                    c == ' ' || c == '\t' || c == '[' || c == '(' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
            never[c] = !begins;
        }
        return never;
    }

    /**
     * The stamp that {@code line} begins with, or nothing. Known are a date ({@code 2024-01-22}, {@code 2024/01/22},
     * {@code 22.01.2024}, {@code 22/01/2024}) with a time ({@code 10:55:54.274}, {@code :274}, {@code ,274}, {@code .274,123}), also
     * with AM or PM and with a zone ({@code Z}, {@code +01:00}); a time alone; {@code Mon Jan 22 10:55:54.274 2024}; seconds in brackets ({@code [1706.2740]}); milliseconds in brackets
     * ({@code [00032486ms]}, {@code I (3986)}), all with or without brackets where not said; and seconds since 1970
     * ({@code 1705920951,}) or a date without marks ({@code 20240122105551 }) set off from the text, as RealTerm writes them.
     */
    static @Nullable Stamp of(String line) {
        // Most lines of a log without stamps begin with a letter or a sign that no stamp begins with.
        return line.isEmpty() || NEVER[line.charAt(0) & 0xff] ? null : new Cursor(line).stamp();
    }

    /** Reads a line from the left. */
    private static final class Cursor {
        private final String line;
        private int at;
        /** What was found. */
        private long nanos;

        private boolean ofDay;

        Cursor(String line) {
            this.line = line;
        }

        @Nullable
        Stamp stamp() {
            skipBlanks();
            boolean square = skip('[');
            boolean round = !square && skip('(');
            skipBlanks();
            if (at >= line.length()) {
                return null;
            }
            char c = line.charAt(at);
            boolean found = false;
            if (c >= '0' && c <= '9') {
                int digits = digitsAhead();
                char next = at + digits < line.length() ? line.charAt(at + digits) : ' ';
                if (next == ':' && digits <= 2) {
                    found = clock(0, true);
                } else if (next == '-' || next == '/' || (next == '.' && digits <= 2 && isDate(digits))) {
                    found = dated(digits, next);
                } else if ((square || round) && digits <= 18) {
                    found = counted(round);
                } else if (" ,;.".indexOf(next) >= 0 && at + digits + 1 < line.length()) {
                    found = digits == 10 ? sinceEpoch() : digits == 14 && compact();
                }
            } else if (!square && !round && "EWIDV".indexOf(c) >= 0 && line.startsWith(" (", at + 1)) {
                // ESP-IDF: "I (3986) tag: text".
                at += 3;
                round = digitsAhead() > 0;
                found = round && counted(true);
            } else if (c >= 'A' && c <= 'Z') {
                found = named();
            }
            return found ? close(square ? ']' : round ? ')' : ' ') : null;
        }

        private boolean found(long when, boolean timeOfDay) {
            nanos = when;
            ofDay = timeOfDay;
            return true;
        }

        private @Nullable Stamp close(char bracket) {
            if (bracket != ' ') {
                skipBlanks();
                if (!skip(bracket)) {
                    return null;
                }
            }
            if (at < line.length() && bracket == ' ' && line.charAt(at) == '>') {
                return null;
            }
            int end = at;
            while (end < line.length() && (line.charAt(end) == ' ' || line.charAt(end) == '\t')) {
                end++;
            }
            return new Stamp(nanos, ofDay, end);
        }

        /** {@code 1705920951.25,AT}: seconds since 1970, of this century. */
        private boolean sinceEpoch() {
            long whole = number(10);
            long when = whole * SECOND + fraction();
            return whole > 946_684_800 && whole < 4_102_444_800L && setOff() && found(when, false);
        }

        /** {@code 20240122105551,AT}: a date and a time. */
        private boolean compact() {
            int year = (int) number(4);
            int month = (int) number(2);
            int day = (int) number(2);
            long seconds = number(2) * 3600 + number(2) * 60 + number(2);
            if (year < 2000 || year > 2099 || month < 1 || month > 12 || day < 1 || seconds >= 86_400) {
                return false;
            }
            LocalDate first = LocalDate.of(year, month, 1);
            if (day > first.lengthOfMonth()) {
                return false;
            }
            long when = ((first.toEpochDay() + day - 1) * 86_400 + seconds) * SECOND + fraction();
            return setOff() && found(when, false);
        }

        /** A blank, a comma or a semicolon stands between a bare number and the text. */
        private boolean setOff() {
            return skip(',') || skip(';') || skip(' ');
        }

        /** {@code 22.01.2024}, not {@code 12.5}. */
        private boolean isDate(int digits) {
            int second = at + digits + 1;
            return second + 2 < line.length() && line.charAt(second + 2) == '.';
        }

        private boolean dated(int digits, char separator) {
            long first = number(digits);
            at++;
            int secondDigits = digitsAhead();
            if (secondDigits == 0 || secondDigits > 2) {
                return false;
            }
            long second = number(secondDigits);
            if (!skip(separator)) {
                return false;
            }
            int thirdDigits = digitsAhead();
            if (thirdDigits == 0 || thirdDigits > 4) {
                return false;
            }
            long third = number(thirdDigits);
            long year = digits == 4 ? first : thirdDigits == 2 ? 2000 + third : third;
            long month = second;
            long day = digits == 4 ? third : first;
            if (digits != 4 && month > 12) {
                month = first;
                day = second;
            }
            if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1970) {
                return false;
            }
            if (at >= line.length() || " T_,;-".indexOf(line.charAt(at)) < 0) {
                return false;
            }
            at++;
            skipBlanks();
            LocalDate begun = LocalDate.of((int) year, (int) month, 1);
            return day <= begun.lengthOfMonth() && clock((begun.toEpochDay() + day - 1) * 86_400, false);
        }

        /** {@code Mon Jan 22 10:55:54.274 2024} and {@code Jan 22 10:55:54}. */
        private boolean named() {
            // Most lines that begin with a capital letter are a command or an answer.
            if (at + 1 >= line.length() || line.charAt(at + 1) < 'a') {
                return false;
            }
            if (at + 3 < line.length() && DAYS.contains(line.substring(at, at + 3)) && line.charAt(at + 3) == ' ') {
                at += 4;
            }
            if (at + 4 > line.length()) {
                return false;
            }
            int month = MONTHS.indexOf(line.substring(at, at + 3));
            if (month < 0 || month % 3 != 0 || line.charAt(at + 3) != ' ') {
                return false;
            }
            at += 4;
            skipBlanks();
            int dayDigits = digitsAhead();
            if (dayDigits == 0 || dayDigits > 2) {
                return false;
            }
            long day = number(dayDigits);
            skipBlanks();
            if (!clock(0, true) || day < 1 || day > 31) {
                return false;
            }
            int before = at;
            skipBlanks();
            int yearDigits = digitsAhead();
            long year = 1970;
            if (yearDigits == 4) {
                year = number(4);
            } else {
                at = before;
            }
            long days =
                    LocalDate.of((int) Math.max(1970, year), month / 3 + 1, 1).toEpochDay() + day - 1;
            return found(nanos + days * 86_400 * SECOND, false);
        }

        private boolean clock(long seconds, boolean timeOfDay) {
            int hourDigits = digitsAhead();
            if (hourDigits == 0 || hourDigits > 2) {
                return false;
            }
            long hours = number(hourDigits);
            if (!skip(':') || digitsAhead() != 2) {
                return false;
            }
            long minutes = number(2);
            if (!skip(':') || digitsAhead() < 2) {
                return false;
            }
            long whole = number(2);
            if (hours > 99 || minutes > 59 || whole > 60) {
                return false;
            }
            long fraction = fraction();
            long half = halfOfDay(hours);
            long zone = timeOfDay ? 0 : zone();
            return found((seconds + half + minutes * 60 + whole - zone) * SECOND + fraction, timeOfDay);
        }

        /** The seconds of so many hours, by {@code AM} or {@code PM} where that follows. */
        private long halfOfDay(long hours) {
            int mark = at < line.length() && line.charAt(at) == ' ' ? at + 1 : at;
            boolean am = line.regionMatches(true, mark, "AM", 0, 2);
            boolean pm = line.regionMatches(true, mark, "PM", 0, 2);
            boolean ends = mark + 2 >= line.length() || " \t],;:".indexOf(line.charAt(mark + 2)) >= 0;
            if ((!am && !pm) || !ends || hours < 1 || hours > 12) {
                return hours * 3600;
            }
            at = mark + 2;
            return (hours % 12 + (pm ? 12 : 0)) * 3600;
        }

        /** The seconds that {@code Z}, {@code +01:00} or {@code +0100} (ISO 8601) is ahead of UTC. */
        private long zone() {
            if (skip('Z')) {
                return 0;
            }
            boolean ahead = at < line.length() && line.charAt(at) == '+';
            if (at + 5 > line.length() || (!ahead && line.charAt(at) != '-')) {
                return 0;
            }
            int start = at;
            at++;
            if (digitsAhead() == 4 || (digitsAhead() == 2 && line.charAt(at + 2) == ':')) {
                long hours = number(2);
                skip(':');
                if (digitsAhead() == 2) {
                    long seconds = hours * 3600 + number(2) * 60;
                    return ahead ? seconds : -seconds;
                }
            }
            at = start;
            return 0;
        }

        /** What follows the seconds: {@code .274}, {@code ,274}, {@code :274}, {@code .274,123}; nanoseconds. */
        private long fraction() {
            if (at + 1 >= line.length() || ".,:".indexOf(line.charAt(at)) < 0 || !isDigit(at + 1)) {
                return 0;
            }
            at++;
            long nanos = 0;
            long unit = SECOND / 10;
            while (at < line.length()) {
                if (isDigit(at)) {
                    nanos += (line.charAt(at) - '0') * unit;
                    unit /= 10;
                } else if (line.charAt(at) != ',' || at + 1 >= line.length() || !isDigit(at + 1)) {
                    break;
                }
                at++;
            }
            return nanos;
        }

        private boolean counted(boolean milliseconds) {
            long whole = number(digitsAhead());
            if (at < line.length() && line.charAt(at) == '.') {
                return found(whole * SECOND + fraction(), false);
            }
            boolean marked = line.startsWith("ms", at);
            at += marked ? 2 : 0;
            return (marked || milliseconds) && found(whole * 1_000_000, false);
        }

        private boolean isDigit(int index) {
            char c = line.charAt(index);
            return c >= '0' && c <= '9';
        }

        private int digitsAhead() {
            int end = at;
            while (end < line.length() && isDigit(end)) {
                end++;
            }
            return end - at;
        }

        private long number(int digits) {
            long number = 0;
            for (int i = 0; i < digits; i++) {
                number = number * 10 + (line.charAt(at++) - '0');
            }
            return number;
        }

        private boolean skip(char c) {
            if (at < line.length() && line.charAt(at) == c) {
                at++;
                return true;
            }
            return false;
        }

        private void skipBlanks() {
            while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
                at++;
            }
        }
    }
}
