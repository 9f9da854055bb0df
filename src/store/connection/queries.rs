//! Queries on a connection.

use super::Connection;
use crate::error::{Error, Result};
use crate::store::codec::typed;
use crate::store::database::Query;
use crate::store::failure;
use crate::store::link::is_fatal;
use crate::store::row::Row;
use crate::store::waited::meanwhile;
use crate::value::Value;
use futures_util::TryStreamExt;
use futures_util::future::maybe_done;
use std::future::{self, Future};
use std::pin::pin;

impl Connection {
    /// Runs a query and takes all its rows.
    pub(in crate::store) fn query(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        let rows = self.run(sql, async |client| {
            client.query_typed(sql, &typed(params)).await
        })?;
        Ok(rows.into_iter().map(Row).collect())
    }

    /// Runs two queries by one round trip. `take` gets the rows of the first one while the second one runs, whose answer
    /// is returned.
    pub(in crate::store) fn query_both(
        &self,
        [first, second]: [Query<'_>; 2],
        take: &mut dyn FnMut(Vec<Row>),
    ) -> Result<Result<Vec<Row>>> {
        let rows = |rows: Vec<_>| rows.into_iter().map(Row).collect();
        let answer = self.run(first.0, async |client| {
            let (params, its_params) = (typed(first.1), typed(second.1));
            let mut one = pin!(client.query_typed(first.0, &params));
            let mut other = pin!(maybe_done(client.query_typed(second.0, &its_params)));
            let found = future::poll_fn(|cx| {
                let found = one.as_mut().poll(cx);
                // It is sent by that, behind the first.
                let _ = other.as_mut().poll(cx);
                found
            });
            let found = found.await?;
            meanwhile(|| take(rows(found)));
            other.as_mut().await;
            Ok(other.take_output())
        })?;
        let answer = answer.ok_or_else(failure::given_up)?;
        if answer.as_ref().is_err_and(is_fatal)
            && let Ok(mut pooled) = self.pooled.try_borrow_mut()
        {
            pooled.give_up(); // the server closes it
        }
        Ok(answer
            .map(rows)
            .map_err(|error| self.noted(failure::of_statement(&error, second.0))))
    }

    /// Runs a query and hands its rows on as they come; memory does not grow with them. What `take` returns as an
    /// error ends it.
    pub(in crate::store) fn each(
        &self,
        sql: &str,
        params: &[Value],
        take: &mut dyn FnMut(&Row) -> Result<()>,
    ) -> Result<()> {
        let mut refused = None;
        self.run(sql, async |client| {
            let rows = client.query_typed_raw(sql, typed(params)).await?;
            let mut rows = pin!(rows);
            while let Some(row) = rows.try_next().await? {
                if let Err(error) = take(&Row(row)) {
                    refused = Some(error);
                    break;
                }
            }
            Ok(())
        })?;
        refused.map_or(Ok(()), Err)
    }

    /// Runs a query at the very end of something: Ctrl-C does not stop it, and it is not waited for long.
    pub(in crate::store) fn query_at_last(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        let mut pooled = self
            .pooled
            .try_borrow_mut()
            .map_err(|_| Error::failed("the connection is busy with another statement"))?;
        let answer =
            pooled.run_at_last(async |client| client.query_typed(sql, &typed(params)).await);
        let rows = answer
            .ok_or_else(failure::given_up)?
            .map_err(|error| failure::of_statement(&error, sql))?;
        Ok(rows.into_iter().map(Row).collect())
    }
}
