package org.p2pd.transport.describe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestedFormTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          */*                                                                   | FILM
          ''                                                                    | FILM
          text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8       | FILM
          application/vnd.p2pd.publication+json                                 | PUBLICATION
          Application/VND.p2pd.Publication+JSON; q=0.001                        | PUBLICATION
          application/vnd.p2pd.manifest+json, */*;q=0.1                         | MANIFEST
          application/metalink4+xml                                             | METALINK
          application/metalink4+xml;q=0.5                                       | METALINK
          application/metalink4+xml, */*                                        | FILM
          """)
  void of_whatIsNamed_isAskedFor(String accept, RequestedForm form) {
    assertThat(RequestedForm.of(accept)).isEqualTo(form);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          application/vnd.p2pd.publication+json;q=0                             | FILM
          application/vnd.p2pd.publication+json; Q=0.000, */*                   | FILM
          application/vnd.p2pd.manifest+json ; q = 0 ; x=y                      | FILM
          application/metalink4+xml;q=0                                         | FILM
          application/metalink4+xml;q=0, video/*                                | FILM
          application/metalink4+xml, */*;q=0.0                                  | METALINK
          application/vnd.p2pd.publication+json;q=0,application/vnd.p2pd.manifest+json | MANIFEST
          """)
  void of_whatHasQualityZero_isNotAskedFor(String accept, RequestedForm form) {
    assertThat(RequestedForm.of(accept)).isEqualTo(form);
    assertThat(RequestedForm.isPlain(accept)).isEqualTo(form == RequestedForm.FILM);
  }
}
