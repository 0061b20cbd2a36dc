package org.p2pd.tracker.admin;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p2pd.protocol.MalformedValueException;
import org.p2pd.protocol.content.ContentId;
import org.p2pd.tracker.stats.Savings;
import org.p2pd.tracker.stats.Traffic;
import org.p2pd.tracker.title.TitleNames;
import org.p2pd.tracker.title.Titles;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * {@code /actuator/savings}: bytes by who sent them, and what origins were spared: in all, by hour of the last day, by day,
 * and by title and day.
 */
@Component
@WebEndpoint(id = "savings")
final class SavingsEndpoint {
  private static final int DAYS = 7;
  private static final int DAYS_MAX = 31;
  private static final int LIMIT = 20;
  private static final int LIMIT_MAX = 1_000;
  private static final int OFFSET_MAX = DAYS_MAX * Titles.CONTENTS_PER_DAY_MAX;

  private final Savings savings;
  private final Titles titles;
  private final TitleNames names;

  SavingsEndpoint(Savings savings, Titles titles, TitleNames names) {
    this.savings = savings;
    this.titles = titles;
    this.names = names;
  }

  /**
   * Tells savings.
   *
   * @param form as {@code Accept} says; {@code format} counts over it
   * @param day {@code 2026-11-21}: this day (UTC) only
   * @param days how many days, this one included, 1 to 31; 7 where nothing is said
   * @param offset titles to leave out
   * @param limit the most titles to list, 0 to 1 000
   * @param format {@code csv} or {@code json}
   */
  @ReadOperation(producesFrom = SavingsForm.class)
  Mono<WebEndpointResponse<Object>> read(
      SavingsForm form,
      @Nullable String day,
      @Nullable Integer days,
      @Nullable Integer offset,
      @Nullable Integer limit,
      @Nullable String format) {
    SavingsForm wanted = format == null ? form : form(format);
    List<LocalDate> asked = asked(day, days);
    int from = AdminNumbers.within("offset", offset, 0, 0, OFFSET_MAX);
    int most = AdminNumbers.within("limit", limit, LIMIT, 0, LIMIT_MAX);
    return view(asked, from, most).map(view -> answer(wanted, view));
  }

  private static WebEndpointResponse<Object> answer(SavingsForm form, SavingsView view) {
    return new WebEndpointResponse<>(
        form == SavingsForm.CSV ? SavingsCsv.of(view) : view,
        WebEndpointResponse.STATUS_OK,
        form.getProducedMimeType());
  }

  private static SavingsForm form(String format) {
    return switch (format) {
      case "csv" -> SavingsForm.CSV;
      case "json" -> SavingsForm.JSON;
      default -> throw new MalformedValueException("format", format, "csv or json");
    };
  }

  private List<LocalDate> asked(@Nullable String day, @Nullable Integer days) {
    int many = AdminNumbers.within("days", days, DAYS, 1, DAYS_MAX);
    return day == null ? lastDays(titles, many) : List.of(parse(day));
  }

  /** The last {@code many} days, this one first. */
  static List<LocalDate> lastDays(Titles titles, int many) {
    LocalDate today = titles.today();
    return IntStream.range(0, many).mapToObj(today::minusDays).toList();
  }

  private static LocalDate parse(String day) {
    try {
      return LocalDate.parse(day);
    } catch (DateTimeParseException e) {
      throw new MalformedValueException("day", day, "a day such as 2026-11-21");
    }
  }

  private Mono<SavingsView> view(List<LocalDate> days, int offset, int limit) {
    return Mono.zip(savings.read(days), page(days, offset, limit)).map(read -> {
      List<SavingsView.Title> page = read.getT2();
      boolean more = page.size() > limit;
      return new SavingsView(
          read.getT1().total(),
          read.getT1().hours(),
          read.getT1().days(),
          more ? page.subList(0, limit) : page,
          more ? offset + limit : null);
    });
  }

  /** One more than asked for, where there is one. */
  private Mono<List<SavingsView.Title>> page(List<LocalDate> days, int offset, int limit) {
    return titles
        .on(days)
        .skip(offset)
        .take(limit + 1L)
        .collectList()
        .flatMap(rows -> names
            .of(rows.stream().map(Titles.Row::content).toList())
            .map(named -> rows.stream().map(row -> title(row, named)).toList()));
  }

  private static SavingsView.Title title(Titles.Row row, Map<ContentId, String> named) {
    return new SavingsView.Title(
        row.day(), named.get(row.content()), row.content().hex(), Traffic.of(row.moved()));
  }
}
